import { expect, test } from "vitest";

import type { Definition, Item } from "@/api/schema-types";
import type { PreviewMessage } from "@/features/preview/preview-message";
import { previewedIn } from "@/features/preview/previewed";

const common = {
  help: null,
  ask_again: false,
  can_decline: false,
  show_if: null,
  rotation: null,
  range_message: null,
};
const hours: Item = {
  ...common,
  kind: "number",
  name: "hours",
  text: { en: "How long did you sleep?" },
  required: true,
  min: 0,
  max: 24,
  decimals: 0,
  step: null,
  unit: null,
};
const minutes: Item = {
  ...common,
  kind: "computed",
  name: "minutes",
  text: { en: "Minutes of sleep" },
  required: false,
  ask_again: false,
  can_decline: false,
  formula: {
    source: "hours * 60",
    tree: {
      node: "arithmetic",
      operator: "*",
      left: { node: "item", name: "hours", part: null },
      right: { node: "number", value: 60 },
    },
  },
};
const note: Item = {
  ...common,
  kind: "text",
  name: "note",
  text: { en: "Anything else?" },
  required: false,
  max_length: 20,
  multiline: false,
};
const setting = {
  now: () => Date.parse("2027-01-31T10:00:00Z"),
  elapsed: () => 0,
  reload: () => undefined,
};

function messageWith(...items: Item[]): PreviewMessage {
  const page = { title: null, show_if: null, end_if: null, shuffle: false, fixed: false };
  const definition: Definition = {
    title: { en: "Sleep" },
    introduction: null,
    pages: [{ ...page, name: "page_1", items }],
    rotations: [],
    shuffle_pages: false,
    presentation: "page",
    rich: {},
  };
  const arrangement = { pages: [], items: {}, options: {}, rows: {}, left_out: [] };
  const moment = { day: 1, beep: 1, previous: {}, earlier: {} };
  return { type: "esmpress-preview", version: 1, definition, arrangement, moment, language: "en" };
}

test("answers go nowhere, and the end tells what would be stored with what is computed", async () => {
  const { store, stored } = previewedIn(messageWith(minutes, hours, note), null, setting);

  await store.open();
  store.change("hours", "8");
  await store.proceed();

  expect(store.session()).toMatchObject({ state: "answered" });
  expect(stored()).toEqual({ hours: 8 });
});

test("what is computed is stored in the order of the items", async () => {
  const { store, stored } = previewedIn(messageWith(hours, minutes), null, setting);

  await store.open();
  store.change("hours", "8");
  await store.proceed();

  expect(Object.entries(stored())).toEqual([
    ["hours", 8],
    ["minutes", 480],
  ]);
});

test("answers stay while the questionnaire is edited, where their items keep their kind", async () => {
  const before = previewedIn(messageWith(hours, note), null, setting);
  await before.store.open();
  before.store.change("hours", "8");
  before.store.change("note", "Quiet");

  const after = previewedIn(messageWith({ ...note, name: "hours" }, note), before, setting);

  expect(after.store.session()).toMatchObject({ state: "answering", drafts: { note: "Quiet" } });
});
