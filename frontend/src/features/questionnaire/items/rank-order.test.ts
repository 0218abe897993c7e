import { expect, test } from "vitest";

import { listed, moved, tapped } from "@/features/questionnaire/items/rank-order";

const options = [1, 2, 3, 4].map((value) => ({ value }));

test("a tap gives the next place", () => {
  expect(tapped(4, [3], 1)).toEqual([3, 1]);
});

test("a second tap takes the place away and the others move up", () => {
  expect(tapped(4, [3, 1, 2], 3)).toEqual([1, 2]);
});

test("where all places are taken a tap changes nothing", () => {
  expect(tapped(2, [3, 1], 2)).toEqual([3, 1]);
});

test("an option moves by one place", () => {
  expect(moved([3, 1, 2], 1, -1)).toEqual([1, 3, 2]);
  expect(moved([3, 1, 2], 3, 1)).toEqual([1, 3, 2]);
});

test("the ends stay where they are", () => {
  expect(moved([3, 1], 3, -1)).toEqual([3, 1]);
  expect(moved([3, 1], 1, 1)).toEqual([3, 1]);
  expect(moved([3, 1], 4, 1)).toEqual([3, 1]);
});

test("those with a place are listed first", () => {
  expect(listed(options, [3, 1]).map(({ value }) => value)).toEqual([3, 1, 2, 4]);
});
