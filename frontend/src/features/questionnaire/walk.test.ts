import { expect, test } from "vitest";

import type { Node } from "@/features/logic/tree";
import { placeIn, skippedAt } from "@/features/questionnaire/place";
import {
  choice,
  computed,
  MOMENT,
  questionnaireOf,
  slider,
  text,
} from "@/features/questionnaire/sample-items";
import { walk } from "@/features/questionnaire/walk";

const isAtWork: Node = {
  node: "comparison",
  operator: "==",
  left: { node: "item", name: "place", part: null },
  right: { node: "number", value: 2 },
};
const page = { title: null, show_if: null, end_if: null };
const questionnaire = questionnaireOf(
  { ...page, name: "where", items: [choice()] },
  { ...page, name: "work", show_if: isAtWork, items: [slider()] },
  { ...page, name: "words", items: [text({ show_if: hasAnswered("mood") })] },
  { ...page, name: "end", items: [text({ name: "last", required: false, ask_again: true })] },
);

function hasAnswered(name: string): Node {
  return { node: "call", function: "answered", arguments: [{ node: "item", name, part: null }] };
}

function shownWith(answers: Record<string, unknown>) {
  return walk(questionnaire, answers, MOMENT).pages.map(({ page: { name } }) => name);
}

test("a page is shown where its condition holds, and not without an item", () => {
  expect(shownWith({ place: 1 })).toEqual(["where", "end"]);
  expect(shownWith({ place: 2 })).toEqual(["where", "work", "end"]);
  expect(shownWith({ place: 2, mood: 4 })).toEqual(["where", "work", "words", "end"]);
});

test("an answer to what is not shown counts as missing", () => {
  expect(shownWith({ place: 1, mood: 4 })).toEqual(["where", "end"]);
});

test("after a page whose end holds nothing more is shown", () => {
  const [first, ...others] = questionnaire.pages;
  const pages = [
    { ...page, name: "where", ...first, end_if: isAtWork, items: [choice()] },
    ...others,
  ];

  expect(walk({ pages }, { place: 2 }, MOMENT)).toMatchObject({
    endedBy: "where",
    pages: [{ page: { name: "where" } }],
  });
});

test("what is computed counts from its place on and is not shown", () => {
  const formula: Node = {
    node: "arithmetic",
    operator: "*",
    left: { node: "item", name: "mood", part: null },
    right: { node: "number", value: 2 },
  };
  const pages = questionnaireOf([
    slider(),
    computed(formula),
    text({ show_if: hasAnswered("twice") }),
  ]);

  const way = walk(pages, { mood: 21 }, MOMENT);

  expect(way.computed).toEqual({ twice: 42 });
  expect(way.pages[0]?.items.map(({ name }) => name)).toEqual(["mood", "note"]);
});

test("a place knows the pages before and after it that are shown", () => {
  const place = placeIn(questionnaire, { moment: MOMENT, drafts: { place: 1 }, page: "where" });

  expect(place).toMatchObject({ index: 0, page: "where", previous: null, next: "end" });
});

test("an answer that does not fit counts as missing on the way", () => {
  const { way } = placeIn(questionnaire, {
    moment: MOMENT,
    drafts: { place: 2, mood: 101 },
    page: null,
  });

  expect(way.pages.map((shown) => shown.page.name)).toEqual(["where", "work", "end"]);
});

test("a page that is shown no more gives way to the one before it", () => {
  const place = placeIn(questionnaire, { moment: MOMENT, drafts: { place: 1 }, page: "words" });

  expect(place).toMatchObject({ page: "where", next: "end" });
});

test("a questionnaire of which nothing is shown has a place without items", () => {
  const empty = questionnaireOf([text({ show_if: { node: "truth", value: false } })]);

  expect(placeIn(empty, { moment: MOMENT, drafts: {}, page: null })).toMatchObject({
    page: null,
    items: [],
    previous: null,
    next: null,
  });
});

test("a skipped item is asked about once, and not when it is answered", () => {
  const place = placeIn(questionnaire, { moment: MOMENT, drafts: { place: 1 }, page: "end" });

  expect(skippedAt(place, { drafts: {}, asked: [] })).toEqual(["last"]);
  expect(skippedAt(place, { drafts: {}, asked: ["last"] })).toEqual([]);
  expect(skippedAt(place, { drafts: { last: "Hm" }, asked: [] })).toEqual([]);
});
