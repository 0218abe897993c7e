import type { Definition, Expression, Item } from "@/api/schema-types";

const common = {
  help: null,
  required: true,
  ask_again: false,
  can_decline: false,
  show_if: null,
  rotation: null,
  range_message: null,
};
const page = { title: null, show_if: null, end_if: null, shuffle: false, fixed: false };
const stress: Item = {
  ...common,
  kind: "slider",
  name: "stress",
  text: { en: "How stressed are you?" },
  min: 0,
  max: 100,
  step: 1,
  min_label: { en: "not at all" },
  max_label: { en: "very" },
  show_value: true,
};
const calls: Item = {
  ...common,
  kind: "number",
  name: "calls",
  text: { en: "How many calls did you take?" },
  required: false,
  ask_again: true,
  min: 0,
  max: 50,
  decimals: 0,
  step: null,
  unit: null,
};
const woke: Item = {
  ...common,
  kind: "time",
  name: "woke",
  text: { en: "You said {stress}. When did you wake up?" },
  can_decline: true,
  step_minutes: 5,
};
const isStressed: Expression = {
  source: "stress > 50",
  tree: {
    node: "comparison",
    operator: ">",
    left: { node: "item", name: "stress", part: null },
    right: { node: "number", value: 50 },
  },
};

/** Three pages, the second only for who is stressed; the last repeats the first answer. */
export const THREE_PAGES: Definition = {
  title: { en: "How is it going?" },
  introduction: null,
  pages: [
    { ...page, name: "first", items: [stress] },
    { ...page, name: "second", title: { en: "Your work" }, show_if: isStressed, items: [calls] },
    { ...page, name: "third", title: { en: "Your night" }, items: [woke] },
  ],
  rotations: [],
  shuffle_pages: false,
  presentation: "page",
  rich: {
    "You said {stress}. When did you wake up?": [
      {
        kind: "paragraph",
        content: [
          { kind: "text", text: "You said " },
          {
            kind: "placeholder",
            source: "stress",
            tree: { node: "item", name: "stress", part: null },
          },
          { kind: "text", text: ". When did you wake up?" },
        ],
      },
    ],
  },
};

const view: Item = {
  ...common,
  kind: "photo",
  name: "view",
  text: { en: "What do you see?" },
  max_megabytes: 2,
};

/** A photo, and how stressed the person is. */
export const WITH_PHOTO: Definition = {
  ...THREE_PAGES,
  pages: [{ ...page, name: "first", items: [view, { ...stress, required: false }] }],
  rich: {},
};
