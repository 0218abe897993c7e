import { expect, test } from "vitest";

import { textIn } from "@/i18n/texts";

test("textIn answers in the language asked for", () => {
  expect(textIn({ en: "Mood", pl: "Nastrój" }, "pl", "en")).toBe("Nastrój");
});

test("textIn falls back to the study's first language when one is missing", () => {
  expect(textIn({ en: "Mood", de: "Stimmung" }, "pl", "en")).toBe("Mood");
});

test("textIn shows whatever there is rather than nothing", () => {
  expect(textIn({ de: "Stimmung" }, "pl", "en")).toBe("Stimmung");
});
