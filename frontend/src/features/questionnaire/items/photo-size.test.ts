import { expect, test } from "vitest";

import { sizeWithin } from "@/features/questionnaire/items/photo-size";

test.each([
  ["a wide photo", { width: 4000, height: 3000 }, { width: 1600, height: 1200 }],
  ["a tall photo", { width: 3024, height: 4032 }, { width: 1200, height: 1600 }],
  ["a small photo", { width: 640, height: 480 }, { width: 640, height: 480 }],
  ["a strip", { width: 20000, height: 3 }, { width: 1600, height: 1 }],
])("%s fits", (_, before, after) => {
  expect(sizeWithin(before, 1600)).toEqual(after);
});
