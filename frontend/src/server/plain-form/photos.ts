import type { ParticipantClient } from "@/api/client";
import type { ItemErrors } from "@/features/questionnaire/answer-check";
import type { Draft } from "@/features/questionnaire/draft";
import type { PostedPage } from "@/server/plain-form/posted-page";

/** A posted page whose photos are with the server; `faults` are those that it did not take. */
export interface WithPhotos {
  posted: PostedPage;
  faults: ItemErrors;
  /** Whether one did not get there, for a reason that may pass. */
  isLost: boolean;
}

/** Sends the photos of the page, ahead of its answers. */
export async function withPhotosSent(
  client: Pick<ParticipantClient, "sendPhoto">,
  posted: PostedPage,
): Promise<WithPhotos> {
  const drafts: Record<string, Draft> = { ...posted.drafts };
  const faults: Record<string, "wrong_type"> = {};
  let isLost = false;
  for (const { item, photo } of posted.photos) {
    const sent = await client.sendPhoto(item, photo);
    if (sent.outcome === "done") drafts[item] = sent.value.id;
    else if (sent.outcome === "too_large" || sent.outcome === "not_a_photo") {
      faults[item] = "wrong_type";
    } else isLost = true;
  }
  return { posted: { ...posted, drafts }, faults, isLost };
}
