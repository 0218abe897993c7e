import { expect, test } from "vitest";

import type { Definition } from "@/api/schema-types";
import { inLanguage } from "@/features/questionnaire/local-questionnaire";

const definition: Definition = {
  title: { en: "Now", pl: "Teraz" },
  introduction: null,
  items: [
    {
      kind: "single_choice",
      name: "place",
      text: { en: "Where are you?", pl: "Gdzie jesteś?" },
      help: { en: "Right now" },
      required: true,
      options: [{ value: 1, label: { en: "Home", pl: "W domu" } }],
    },
  ],
};

test("inLanguage gives every text in the language, missing ones in the fallback", () => {
  const local = inLanguage(definition, "pl", "en");

  expect(local.title).toBe("Teraz");
  expect(local.introduction).toBeNull();
  expect(local.items[0]).toMatchObject({
    text: "Gdzie jesteś?",
    help: "Right now",
    options: [{ value: 1, label: "W domu" }],
  });
});
