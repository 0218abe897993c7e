import { expect, test } from "vitest";

import type { Arrangement, Definition, Item } from "@/api/schema-types";
import { inLanguage } from "@/features/questionnaire/local-questionnaire";

const AS_DEFINED: Arrangement = { pages: [], items: {}, options: {}, rows: {}, left_out: [] };
const common = { required: true, ask_again: false, can_decline: false, rotation: null };
const none = { show_if: null, range_message: null };

const place: Item = {
  ...common,
  ...none,
  kind: "single_choice",
  name: "place",
  text: { en: "Where *are* you?", pl: "Gdzie jesteś?" },
  help: { en: "Right now" },
  options: [
    { value: 1, label: { en: "Home", pl: "W domu" }, fixed: false },
    { value: 2, label: { en: "Work", pl: "W pracy" }, fixed: false },
  ],
  shuffle: true,
  look: "list",
};
const condition = { source: "true", tree: { node: "truth", value: true } } as const;
const note: Item = {
  ...common,
  ...none,
  kind: "text",
  name: "note",
  text: { en: "Anything else?", pl: "Coś jeszcze?" },
  help: null,
  show_if: condition,
  max_length: 20,
  multiline: false,
};
const page = { title: null, show_if: null, end_if: null, shuffle: false, fixed: false };
const definition: Definition = {
  title: { en: "Now", pl: "Teraz" },
  introduction: null,
  pages: [
    { ...page, name: "one", items: [place, note] },
    { ...page, name: "two", end_if: condition, items: [{ ...note, name: "more" }] },
  ],
  rotations: [],
  shuffle_pages: true,
  presentation: "page",
  rich: {
    "Where *are* you?": [{ kind: "paragraph", content: [{ kind: "break" }] }],
  },
};

test("inLanguage gives every text in the language, missing ones in the fallback", () => {
  const local = inLanguage({ definition, arrangement: AS_DEFINED }, "pl", "en");

  expect(local.title).toBe("Teraz");
  expect(local.introduction).toBeNull();
  expect(local.pages[0]?.items[0]).toMatchObject({
    text: "Gdzie jesteś?",
    help: "Right now",
    options: [
      { value: 1, label: "W domu" },
      { value: 2, label: "W pracy" },
    ],
  });
});

test("inLanguage puts what a text was read as in its place, and of a condition its tree", () => {
  const local = inLanguage({ definition, arrangement: AS_DEFINED }, "en", "en");

  expect(local.pages[0]?.items[0]?.text).toEqual(definition.rich["Where *are* you?"]);
  expect(local.pages[0]?.items[1]?.show_if).toEqual(condition.tree);
  expect(local.pages[1]?.end_if).toEqual(condition.tree);
});

test("inLanguage puts everything in the order of the arrangement, without what is left out", () => {
  const arrangement = {
    ...AS_DEFINED,
    pages: ["two", "one"],
    items: { one: ["note", "place"] },
    options: { place: [2, 1] },
    left_out: ["note"],
  };

  const local = inLanguage({ definition, arrangement }, "pl", "en");

  expect(local.pages.map(({ name }) => name)).toEqual(["two", "one"]);
  expect(local.pages[1]?.items).toMatchObject([
    { name: "place", options: [{ value: 2 }, { value: 1 }] },
  ]);
});
