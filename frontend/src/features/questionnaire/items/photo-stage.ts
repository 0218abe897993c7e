import type { Draft } from "@/features/questionnaire/draft";
import type { SentPhoto } from "@/features/questionnaire/items/item-props";

export type PhotoTrouble = Exclude<SentPhoto["outcome"], "done">;

/** Where a photo stands on its way; `Picture` is what is shown of it. */
export type PhotoStage<Picture> =
  | { state: "empty" }
  | { state: "working"; picture?: Picture }
  | { state: "failed"; why: PhotoTrouble; picture?: Picture }
  | { state: "sent"; picture?: Picture };

/**
 * What is shown, given what the answer is: a photo sent before this page came back has no picture
 * any more, and one whose answer was taken away meanwhile is gone.
 */
export function stageWith<Picture>(
  stage: PhotoStage<Picture>,
  draft: Draft | undefined,
): PhotoStage<Picture> {
  const isSent = typeof draft === "string";
  if (isSent) return stage.state === "empty" ? { state: "sent" } : stage;
  return stage.state === "sent" ? { state: "empty" } : stage;
}

/** Whether sending the same photo once more may help. */
export function canRetry(why: PhotoTrouble): boolean {
  return why === "network" || why === "server";
}
