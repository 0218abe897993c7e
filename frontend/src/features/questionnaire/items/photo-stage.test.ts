import { expect, test } from "vitest";

import {
  canRetry,
  isHopeless,
  type PhotoStage,
  stageWith,
  UNSENT,
} from "@/features/questionnaire/items/photo-stage";

const ID = "0b6f1f5e-8a39-4c5e-9f0e-0d3c1f1f7a11";
const working: PhotoStage<string> = { state: "working", picture: "cat" };
const unreadable: PhotoStage<string> = { state: "failed", why: "not_a_photo" };

test("a photo taken before the person came back is shown without its picture", () => {
  expect(stageWith({ state: "empty" }, ID, false)).toEqual({ state: "sent" });
  expect(stageWith({ state: "empty" }, UNSENT, false)).toEqual({ state: "working" });
});

test("a photo that waits on the phone says so until it is sent", () => {
  const kept: PhotoStage<string> = { state: "kept", picture: "cat" };

  expect(stageWith(kept, ID, true)).toEqual(kept);
  expect(stageWith(kept, ID, false)).toEqual({ state: "sent", picture: "cat" });
  expect(stageWith({ state: "empty" }, ID, true)).toEqual({ state: "kept" });
});

test("a photo whose answer was taken away is gone", () => {
  expect(stageWith({ state: "sent", picture: "cat" }, undefined, false)).toEqual({
    state: "empty",
  });
  expect(stageWith(working, undefined, false)).toEqual({ state: "empty" });
});

test("a photo on its way is shown as it stands", () => {
  expect(stageWith(working, UNSENT, false)).toEqual(working);
});

test("why a photo came to nothing stays, as it leaves no answer", () => {
  expect(stageWith(unreadable, undefined, false)).toEqual(unreadable);
});

test("only trouble on the way is worth another try", () => {
  expect(canRetry("network")).toBe(true);
  expect(canRetry("server")).toBe(true);
  expect(canRetry("full")).toBe(true);
  expect(canRetry("too_large")).toBe(false);
  expect(isHopeless(unreadable)).toBe(true);
  expect(isHopeless(working)).toBe(false);
});
