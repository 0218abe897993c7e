import type { Draft } from "@/features/questionnaire/draft";
import type { SentPhoto } from "@/features/questionnaire/items/item-props";

/** What stands for a photo that is not with the server yet: no answer, and refused as one. */
export const UNSENT = "unsent";

export type PhotoTrouble = Exclude<SentPhoto["outcome"], "done" | "kept">;

/** Where a photo stands on its way; `Picture` is what is shown of it. */
export type PhotoStage<Picture> =
  | { state: "empty" }
  | { state: "working"; picture?: Picture }
  | { state: "failed"; why: PhotoTrouble; picture?: Picture }
  /** On the phone, until there is a network. */
  | { state: "kept"; picture?: Picture }
  | { state: "sent"; picture?: Picture };

/**
 * What is shown, given what the answer is and whether it waits on the phone: a photo taken before the person came back to this page
 * has no picture any more, and one whose answer was taken away meanwhile is gone.
 */
export function stageWith<Picture>(
  stage: PhotoStage<Picture>,
  draft: Draft | undefined,
  isOnPhone: boolean,
): PhotoStage<Picture> {
  if (draft === undefined) return isHopeless(stage) ? stage : { state: "empty" };
  const there = isOnPhone ? "kept" : "sent";
  if (stage.state === "kept") return { ...stage, state: there };
  return stage.state === "empty" ? { state: draft === UNSENT ? "working" : there } : stage;
}

/** Whether sending the same photo once more may help. */
export function canRetry(why: PhotoTrouble): boolean {
  return why === "network" || why === "full" || why === "server";
}

/** Whether the photo came to nothing, and another is to be taken. */
export function isHopeless<Picture>(stage: PhotoStage<Picture>): boolean {
  return stage.state === "failed" && !canRetry(stage.why);
}
