import { expect, test } from "vitest";

import { fillFrom } from "@/features/questionnaire/filling";
import { MOMENT } from "@/features/questionnaire/sample-items";

const placeholder = { kind: "placeholder", source: "hours" } as const;
const tree = { node: "item", name: "hours", part: null };

test("a text shows the value of now, and nothing where there is none", () => {
  expect(fillFrom({ ...MOMENT, answers: { hours: 7.5 } })({ ...placeholder, tree })).toBe("7.5");
  expect(fillFrom({ ...MOMENT, answers: {} })({ ...placeholder, tree })).toBe("");
  expect(fillFrom({ ...MOMENT, answers: {} })({ ...placeholder, tree: null })).toBe("");
});
