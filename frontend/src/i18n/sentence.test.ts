import { expect, test } from "vitest";

import { messagesIn } from "@/i18n/languages";
import { count, fill, writeNumber } from "@/i18n/sentence";

test("fill puts each value in its place and leaves unknown places alone", () => {
  const sentence = fill("{done} of {total} {what}", { done: 2, total: 5 });

  expect(sentence).toBe("2 of 5 {what}");
});

test.each([
  [1, "1 pytanie"],
  [3, "3 pytania"],
  [12, "12 pytań"],
  [22, "22 pytania"],
])("count uses the Polish form for %i", (n, expected) => {
  expect(count(messagesIn("pl").questionCount, n, "pl")).toBe(expected);
});

test("count uses the English forms", () => {
  const { questionCount } = messagesIn("en");

  expect(count(questionCount, 1, "en")).toBe("1 question");
  expect(count(questionCount, 9, "en")).toBe("9 questions");
});

test("writeNumber uses the decimal comma in Polish", () => {
  expect(writeNumber(7.5, "pl")).toBe("7,5");
});
