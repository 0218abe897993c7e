import { expect, test } from "vitest";

import {
  acceptedLanguage,
  chooseLanguage,
  directionOf,
  languageName,
  languagesOf,
  messagesIn,
  ownPagesIn,
} from "@/i18n/languages";

test("messagesIn answers in English where there is no translation", () => {
  expect(messagesIn("fi").begin).toBe("Start");
  expect(messagesIn("pl").begin).toBe("Zaczynam");
});

test("a file of words is all it takes to have a language", () => {
  const page = { ...messagesIn("en"), ...ownPagesIn("en"), begin: "Aloita" };
  const known = languagesOf({
    "./words/xx.json": { code: "xx", name: "X", direction: "ltr", page },
  });

  expect(messagesIn("xx", known).begin).toBe("Aloita");
});

test("the texts of other pages do not go to the questionnaire's", () => {
  expect(messagesIn("en")).not.toHaveProperty("join");
  expect(ownPagesIn("pl").portal.title).toBe("Mój udział");
  expect(ownPagesIn("fi").portal.title).toBe("My participation");
});

test("directionOf is left to right where nothing else is said", () => {
  expect(directionOf("de")).toBe("ltr");
  expect(directionOf("fi")).toBe("ltr");
});

test("chooseLanguage takes the language asked for when the study offers it", () => {
  expect(chooseLanguage("pl", "en", ["en", "pl"])).toBe("pl");
});

test("chooseLanguage keeps the participant's language when the one asked for is not offered", () => {
  expect(chooseLanguage("de", "pl", ["en", "pl"])).toBe("pl");
  expect(chooseLanguage(null, "pl", ["en", "pl"])).toBe("pl");
});

test("chooseLanguage falls back to the study's first language", () => {
  expect(chooseLanguage(null, "fr", ["pl", "en"])).toBe("pl");
});

test.each([
  ["pl-PL,pl;q=0.9,en;q=0.8", "pl"],
  ["fi;q=0.9,en;q=0.3,pl;q=0.5", "pl"],
  ["fi,de-AT;q=0.9,en;q=0.3", "de"],
  ["fi", "en"],
  [null, "en"],
])("acceptedLanguage reads %s", (header, expected) => {
  expect(acceptedLanguage(header)).toBe(expected);
});

test("languageName is written in the language itself", () => {
  expect(languageName("pl")).toBe("Polski");
  expect(languageName("de")).toBe("Deutsch");
  expect(languageName("fi")).toBe("fi");
});
