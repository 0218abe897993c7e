import { expect, test } from "vitest";

import { inGroups } from "@/features/questionnaire/items/row-groups";

test.each([
  [1, [1]],
  [5, [5]],
  [6, [3, 3]],
  [11, [4, 4, 3]],
  [20, [5, 5, 5, 5]],
])("%i rows stand in even groups", (rows, sizes) => {
  const groups = inGroups(Array.from({ length: rows }, (_, row) => row));

  expect(groups.map((group) => group.length)).toEqual(sizes);
  expect(groups.flat()).toHaveLength(rows);
});
