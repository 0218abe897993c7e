import { expect, test } from "vitest";

import { DECLINED } from "@/features/questionnaire/draft";
import { numberIn, partsIn, valuesIn } from "@/features/questionnaire/items/read-draft";

test("a draft is read as what its kind has", () => {
  expect(valuesIn([2, 1])).toEqual([2, 1]);
  expect(partsIn({ calm: 1 })).toEqual({ calm: 1 });
  expect(numberIn(0)).toBe(0);
});

test.each([undefined, DECLINED, "text", true])("%s is none of these", (draft) => {
  expect(valuesIn(draft)).toEqual([]);
  expect(partsIn(draft)).toEqual({});
  expect(numberIn(draft)).toBeUndefined();
});
