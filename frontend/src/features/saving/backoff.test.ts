import { expect, test } from "vitest";

import { backoff } from "@/features/saving/backoff";

test("each failure in a row doubles the wait, up to a minute", () => {
  expect([1, 2, 3, 5, 6, 99].map(backoff)).toEqual([2000, 4000, 8000, 32_000, 60_000, 60_000]);
});
