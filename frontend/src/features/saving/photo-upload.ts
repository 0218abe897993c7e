import type { Outcome } from "@/api/client";
import type { SentPhoto } from "@/api/schema-types";
import type { OutboxStore, WaitingPhoto } from "@/features/saving/outbox-store";

export type PhotoOutcome = Outcome<SentPhoto>["outcome"];

type Send = (photo: WaitingPhoto) => Promise<Outcome<SentPhoto>>;

/** Sends the photos of a prompt that wait, one by one; whether none waits any more. */
export async function sendPhotos(
  outbox: OutboxStore,
  key: string,
  send: Send,
  onSettled?: (photo: WaitingPhoto, outcome: PhotoOutcome) => void,
): Promise<boolean> {
  // Each time the first that is there: one may be added, or taken away, while another is sent.
  for (;;) {
    const [photo] = await outbox.photos(key);
    if (photo === undefined) return true;
    const { outcome } = await send(photo);
    if (outcome === "network" || outcome === "server") return false;
    await outbox.dropPhoto(photo);
    onSettled?.(photo, outcome);
  }
}
