import { expect, test } from "vitest";

import { howMany, isShut, toggled } from "@/features/questionnaire/items/chosen-options";
import { messagesIn } from "@/i18n/languages";

const NONE = 9;
const item = {
  options: [1, 2, 3, NONE].map((value) => ({ value, exclusive: value === NONE })),
  min_chosen: null,
  max_chosen: 2,
};

test("ticking keeps the order of the options", () => {
  expect(toggled(item, [3], 1)).toEqual([1, 3]);
});

test("ticking twice leaves nothing chosen", () => {
  expect(toggled(item, [1], 1)).toEqual([]);
});

test("an exclusive option takes the place of the others", () => {
  expect(toggled(item, [1, 2], NONE)).toEqual([NONE]);
});

test("another option takes the place of an exclusive one", () => {
  expect(toggled(item, [NONE], 2)).toEqual([2]);
});

test("at the most that may be chosen the others are shut", () => {
  expect(isShut(item, [1, 2], 3)).toBe(true);
  expect(isShut(item, [1], 3)).toBe(false);
});

test("what is chosen and what is chosen alone is never shut", () => {
  expect(isShut(item, [1, 2], 1)).toBe(false);
  expect(isShut(item, [1, 2], NONE)).toBe(false);
});

test("an exclusive option counts for nothing once another is ticked", () => {
  expect(isShut({ ...item, max_chosen: 1 }, [NONE], 2)).toBe(false);
});

test("without a limit nothing is shut", () => {
  expect(isShut({ ...item, max_chosen: null }, [1, 2], 3)).toBe(false);
});

test.each([
  [null, null, undefined],
  [1, null, undefined],
  [1, 3, "Choose up to 3."],
  [null, 1, "Choose 1."],
  [2, null, "Choose at least 2."],
  [2, 4, "Choose 2 to 4."],
  [3, 3, "Choose 3."],
])("limits of %s and %s are put into words", (min_chosen, max_chosen, words) => {
  const forms = messagesIn("en").controls.howMany;

  expect(howMany({ ...item, min_chosen, max_chosen }, forms, "en")).toBe(words);
});
