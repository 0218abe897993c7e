import { expect, test } from "vitest";

import type { AskedItem, LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import { placeIn } from "@/features/questionnaire/place";
import {
  choice,
  information,
  MOMENT,
  questionnaireOf,
  slider,
  text,
} from "@/features/questionnaire/sample-items";
import { stepsIn } from "@/features/questionnaire/steps";

const atWork = {
  node: "comparison",
  operator: "==",
  left: { node: "item", name: "place", part: null },
  right: { node: "number", value: 2 },
} as const;

function oneByOne(...pages: AskedItem[][]): LocalQuestionnaire {
  return { ...questionnaireOf(...pages), presentation: "item" };
}

function shownIn(questionnaire: LocalQuestionnaire, drafts = {}) {
  const { steps } = placeIn(questionnaire, { moment: MOMENT, drafts, page: null });
  return steps.map(({ name, items }) => [name, items.map((item) => item.name)]);
}

test("a page at a time is a step for each page shown", () => {
  const questionnaire = questionnaireOf([choice(), slider()], [text()]);

  expect(shownIn(questionnaire)).toEqual([
    ["p1", ["place", "mood"]],
    ["p2", ["note"]],
  ]);
});

test("one question at a time has the information before it beside it", () => {
  const questionnaire = oneByOne([choice(), information("why"), slider()], [text()]);

  expect(shownIn(questionnaire)).toEqual([
    ["place", ["place"]],
    ["mood", ["why", "mood"]],
    ["note", ["note"]],
  ]);
});

test("information after the last question of a page is a step of its own", () => {
  const questionnaire = oneByOne([choice(), information("thanks")], [text()]);

  expect(shownIn(questionnaire).map(([name]) => name)).toEqual(["place", "thanks", "note"]);
});

test("information before a question that is not asked stays with the next one", () => {
  const hidden = { ...slider(), show_if: atWork };
  const questionnaire = oneByOne([choice(), information("why"), hidden, text()]);

  expect(shownIn(questionnaire, { place: 1 })).toEqual([
    ["place", ["place"]],
    ["note", ["why", "note"]],
  ]);
  expect(shownIn(questionnaire, { place: 2 })).toHaveLength(3);
});

test("a question that is asked no more gives way to the one before it", () => {
  const questionnaire = oneByOne([choice(), { ...slider(), show_if: atWork }], [text()]);

  const place = placeIn(questionnaire, { moment: MOMENT, drafts: { place: 1 }, page: "mood" });

  expect(place).toMatchObject({ page: "place", onPage: "p1", previous: null, next: "note" });
});

test("of a questionnaire of which nothing is shown there are no steps", () => {
  expect(stepsIn(oneByOne([]), [])).toEqual([]);
});
