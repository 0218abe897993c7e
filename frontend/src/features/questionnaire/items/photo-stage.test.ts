import { expect, test } from "vitest";

import { canRetry, stageWith } from "@/features/questionnaire/items/photo-stage";

const ID = "0b6f1f5e-8a39-4c5e-9f0e-0d3c1f1f7a11";

test("a photo that was sent before the page came back counts as sent", () => {
  expect(stageWith({ state: "empty" }, ID)).toEqual({ state: "sent" });
});

test("a photo whose answer was taken away is gone", () => {
  expect(stageWith({ state: "sent", picture: "cat" }, undefined)).toEqual({ state: "empty" });
});

test("a photo on its way is shown while there is no answer yet", () => {
  const working = { state: "working", picture: "cat" } as const;

  expect(stageWith(working, undefined)).toEqual(working);
});

test("only trouble on the way is worth another try", () => {
  expect(canRetry("network")).toBe(true);
  expect(canRetry("server")).toBe(true);
  expect(canRetry("too_large")).toBe(false);
  expect(canRetry("not_a_photo")).toBe(false);
});
