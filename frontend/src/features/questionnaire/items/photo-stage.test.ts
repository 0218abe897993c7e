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
  expect(stageWith({ state: "empty" }, ID)).toEqual({ state: "sent" });
  expect(stageWith({ state: "empty" }, UNSENT)).toEqual({ state: "working" });
});

test("a photo whose answer was taken away is gone", () => {
  expect(stageWith({ state: "sent", picture: "cat" }, undefined)).toEqual({ state: "empty" });
  expect(stageWith(working, undefined)).toEqual({ state: "empty" });
});

test("a photo on its way is shown as it stands", () => {
  expect(stageWith(working, UNSENT)).toEqual(working);
});

test("why a photo came to nothing stays, as it leaves no answer", () => {
  expect(stageWith(unreadable, undefined)).toEqual(unreadable);
});

test("only trouble on the way is worth another try", () => {
  expect(canRetry("network")).toBe(true);
  expect(canRetry("server")).toBe(true);
  expect(canRetry("too_large")).toBe(false);
  expect(isHopeless(unreadable)).toBe(true);
  expect(isHopeless(working)).toBe(false);
});
