import { expect, test } from "vitest";

import { errorSentence } from "@/features/questionnaire/answer-error";
import { choice, number, slider, text } from "@/features/questionnaire/sample-items";
import { en } from "@/i18n/en";
import { pl } from "@/i18n/pl";

const english = { messages: en, language: "en" };
const polish = { messages: pl, language: "pl" };

test("a missing answer is asked for in the words of its kind", () => {
  expect(errorSentence(slider(), "required", undefined, english)).toBe(en.missing.slider);
  expect(errorSentence(choice(), "required", undefined, polish)).toBe("Wybierz jedną odpowiedź.");
});

test("a number of the wrong form is told what form is right", () => {
  expect(errorSentence(number(), "wrong_type", "seven", polish)).toBe("Wpisz liczbę cyframi.");
  expect(errorSentence(number(), "wrong_type", "7,25", polish)).toBe(
    "Wpisz najwyżej 1 cyfrę po przecinku.",
  );
  expect(errorSentence(number({ decimals: 0 }), "wrong_type", "7.5", english)).toBe(en.notWhole);
});

test("a number out of range is told the limits there are", () => {
  const say = (min: number | null, max: number | null) =>
    errorSentence(number({ min, max }), "out_of_range", "99", polish);

  expect(say(0.5, 24)).toBe("Wpisz liczbę od 0,5 do 24.");
  expect(say(1, null)).toBe("Wpisz liczbę nie mniejszą niż 1.");
  expect(say(null, 8)).toBe("Wpisz liczbę nie większą niż 8.");
});

test("a text over the limit is told by how much", () => {
  expect(errorSentence(text(), "too_long", "x".repeat(25), polish)).toBe(
    "O 5 znaków za dużo. Skróć tekst.",
  );
});

test("a code that does not fit the item asks to reload", () => {
  expect(errorSentence(choice(), "too_long", 1, english)).toBe(en.itemChanged);
  expect(errorSentence(text(), "unknown_item", "x", english)).toBe(en.itemChanged);
});
