import { expect, test } from "vitest";

import { acceptedLanguage, chooseLanguage, languageName, messagesIn } from "@/i18n/languages";

test("messagesIn answers in English where there is no translation", () => {
  expect(messagesIn("fi").begin).toBe("Start");
  expect(messagesIn("pl").begin).toBe("Zaczynam");
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
  ["de;q=0.9,en;q=0.3,pl;q=0.5", "pl"],
  ["fi", "en"],
  [null, "en"],
])("acceptedLanguage reads %s", (header, expected) => {
  expect(acceptedLanguage(header)).toBe(expected);
});

test("languageName is written in the language itself", () => {
  expect(languageName("pl")).toBe("Polski");
  expect(languageName("en")).toBe("English");
});
