import { expect, test } from "vitest";

import { checkAnswers } from "@/features/questionnaire/answer-check";
import { errorSentence } from "@/features/questionnaire/answer-error";
import { UNSENT } from "@/features/questionnaire/items/photo-stage";
import {
  choice,
  date,
  duration,
  grid,
  multipleChoice,
  number,
  photo,
  ranking,
  slider,
  text,
} from "@/features/questionnaire/sample-items";
import { messagesIn } from "@/i18n/languages";
import { withoutScript } from "@/i18n/without-script";

const en = messagesIn("en");
const fill = () => "";
const english = { messages: en, language: "en", fill };
const polish = { messages: messagesIn("pl"), language: "pl", fill };

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

test("an answer off the steps is told the steps", () => {
  const item = number({ step: 0.5 });

  expect(errorSentence(item, "out_of_range", "0,7", polish)).toBe("Wpisz liczbę w krokach co 0,5.");
  expect(errorSentence(item, "out_of_range", "99", polish)).toBe("Wpisz liczbę od 0 do 24.");
  expect(errorSentence(duration(), "out_of_range", 20, polish)).toBe(
    "Wpisz czas w krokach co 15 minut.",
  );
});

test("what is put in without script is put right in its own words", () => {
  const plain = { ...polish, messages: withoutScript(polish.messages) };

  expect(errorSentence(slider(), "required", undefined, plain)).toBe("Wpisz liczbę.");
  expect(errorSentence(slider(), "wrong_type", "dobrze", plain)).toBe("Wpisz liczbę cyframi.");
  expect(errorSentence(slider({ step: 5 }), "out_of_range", 12, plain)).toBe(
    "Wpisz liczbę w krokach co 5.",
  );
  expect(errorSentence(slider(), "out_of_range", 120, plain)).toBe("Wpisz liczbę od 0 do 100.");
  expect(errorSentence(grid(), "wrong_type", { valence: 1 }, plain)).toBe(
    "Wybierz coś z obu list.",
  );
  expect(errorSentence(ranking(), "wrong_type", { 1: 2, 2: 2 }, plain)).toBe(
    "Przyznaj każde miejsce jeden raz, zaczynając od 1.",
  );
  expect(errorSentence(photo(), "wrong_type", undefined, plain)).toContain("za duże");
});

test("a day and a time beyond the limits are told the limits as people write them", () => {
  expect(errorSentence(date(), "out_of_range", "2026-12-31", polish)).toBe(
    "Wybierz dzień od 1 stycznia 2027 do 31 grudnia 2027.",
  );
  expect(errorSentence(date({ latest: null }), "out_of_range", "2026-12-31", english)).toBe(
    "Please choose January 1, 2027 or a later day.",
  );
  expect(errorSentence(duration(), "out_of_range", 180, english)).toBe(
    "Please enter a time from 0 h 0 min to 2 h 0 min.",
  );
});

test("the researcher's words stand in for the standard sentence about the range", () => {
  const item = number({ range_message: "A day has 24 hours." });

  expect(errorSentence(item, "out_of_range", "25", english)).toBe("A day has 24 hours.");
  expect(errorSentence(item, "required", undefined, english)).toBe(en.missing.number);
});

test("too many and too few options are told how many there are to be", () => {
  const many = multipleChoice({ min_chosen: 2 });

  expect(errorSentence(many, "too_few", [1], polish)).toBe("Wybierz co najmniej 2 odpowiedzi.");
  expect(errorSentence(many, "too_many", [1, 2, 3], english)).toBe(
    "Please choose at most 2 answers.",
  );
  expect(errorSentence(many, "too_many", [1, 9], english)).toBe(
    "“Option 9” can only be chosen alone.",
  );
  expect(errorSentence(ranking(), "too_few", [1], english)).toBe("Please put 2 answers in order.");
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

test("a photo that is still on its way holds the answers back, and that is said", () => {
  const { errors } = checkAnswers([photo()], { view: UNSENT });

  expect(errors).toEqual({ view: "wrong_type" });
  expect(errorSentence(photo(), "wrong_type", UNSENT, english)).toBe(en.controls.photo.wait);
});
