import { expect, test } from "vitest";

import { checkAnswers, countAnswered } from "@/features/questionnaire/answer-check";
import { charactersLeft } from "@/features/questionnaire/answering/words";
import type { Draft } from "@/features/questionnaire/draft";
import { choice, number, slider, text } from "@/features/questionnaire/sample-items";

test("an item that must be answered and is not gets the code required", () => {
  const { errors } = checkAnswers([choice(), slider(), number(), text()], { note: "  " });

  expect(errors).toEqual({
    place: "required",
    mood: "required",
    hours: "required",
    note: "required",
  });
});

test("an optional item without an answer is left out", () => {
  const { answers, errors } = checkAnswers([choice({ required: false })], {});

  expect(answers).toEqual({});
  expect(errors).toEqual({});
});

test("good answers are handed on typed", () => {
  const drafts = { place: 2, mood: 0, hours: "7,5", note: "Quiet" };

  const { answers, errors } = checkAnswers([choice(), slider(), number(), text()], drafts);

  expect(answers).toEqual({ place: 2, mood: 0, hours: 7.5, note: "Quiet" });
  expect(errors).toEqual({});
});

test.each([
  ["an option that is not offered", choice(), 9, "not_an_option"],
  ["a place outside the line", slider(), 101, "out_of_range"],
  ["words for a number", number(), "seven", "wrong_type"],
  ["too many decimals", number(), "7,25", "wrong_type"],
  ["a decimal for a whole number", number({ decimals: 0 }), "7.5", "wrong_type"],
  ["a number below the least", number(), "-1", "out_of_range"],
  ["a number above the greatest", number(), "24,5", "out_of_range"],
  ["a text over the limit", text(), "x".repeat(21), "too_long"],
  ["a text with a NUL", text(), "a\0b", "wrong_type"],
] as const)("%s is refused", (_, item, draft: Draft, code) => {
  const { answers, errors } = checkAnswers([item], { [item.name]: draft });

  expect(errors).toEqual({ [item.name]: code });
  expect(answers).toEqual({});
});

test("a number without limits takes any number", () => {
  const { answers } = checkAnswers([number({ min: null, max: null })], { hours: "-1000" });

  expect(answers).toEqual({ hours: -1000 });
});

test("characters are counted as the server counts them", () => {
  expect(charactersLeft(text(), "☕️")).toBe(18);
  expect(charactersLeft(text(), "😀")).toBe(19);
});

test("countAnswered counts items with something in them", () => {
  const items = [choice(), slider(), number(), text()];

  expect(countAnswered(items, {})).toEqual({ done: 0, total: 4 });
  expect(countAnswered(items, { mood: 0, hours: "abc", note: " " })).toEqual({ done: 2, total: 4 });
});

test("an item declined counts as answered and is kept as a missing code", () => {
  const declined = { missing: "declined" } as const;
  const items = [choice({ can_decline: true })];

  expect(checkAnswers(items, { place: declined })).toEqual({
    answers: { place: declined },
    errors: {},
  });
  expect(countAnswered(items, { place: declined })).toEqual({ done: 1, total: 1 });
});
