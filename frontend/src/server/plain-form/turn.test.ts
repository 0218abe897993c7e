import { expect, test } from "vitest";

import type { AskedItem, LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import {
  choice,
  MOMENT,
  number,
  questionnaireOf,
  slider,
  text,
} from "@/features/questionnaire/sample-items";
import type { PostedPage } from "@/server/plain-form/posted-page";
import { changesOf, turnFrom } from "@/server/plain-form/turn";

const atWork = {
  node: "comparison",
  operator: "==",
  left: { node: "item", name: "place", part: null },
  right: { node: "number", value: 2 },
} as const;

const note = text({ required: false, ask_again: true });
const hours = number({ required: false });
const questionnaire = questionnaireOf([choice(), { ...slider(), show_if: atWork }], [note, hours]);

function turn(posted: Partial<PostedPage>, faults = {}, asked: LocalQuestionnaire = questionnaire) {
  return turnFrom({ questionnaire: asked, moment: MOMENT }, page(posted), faults);
}

function page(posted: Partial<PostedPage>): PostedPage {
  const first = { page: "p1", items: [choice()] as AskedItem[], drafts: {} };
  const nothing = { version: 1, asked: [], photos: [], isPlain: true, to: "next" } as const;
  return { ...nothing, ...first, ...posted };
}

const second = { page: "p2", items: [note, hours] };

test("a page that is answered leads to the next", () => {
  expect(turn({ drafts: { place: 1 } })).toEqual({ go: "turn", page: "p2" });
});

test("what is missing on the page is refused", () => {
  expect(turn({})).toEqual({ go: "refuse", page: "p1", errors: { place: "required" } });
});

test("what came up on the page by an answer is shown before it is left", () => {
  expect(turn({ drafts: { place: 2 } })).toEqual({ go: "turn", page: "p1", item: "mood" });
});

test("whether an item is meant to be skipped is asked once", () => {
  const drafts = { place: 1, hours: "7" };

  expect(turn({ ...second, drafts })).toEqual({ go: "ask", page: "p2", items: ["note"] });
  expect(turn({ ...second, drafts, asked: ["note"] })).toMatchObject({ go: "send" });
});

test("the last page sends the answers to what is shown", () => {
  const drafts = { place: 1, mood: 40, note: "Quiet" };

  expect(turn({ ...second, drafts })).toEqual({ go: "send", answers: { place: 1, note: "Quiet" } });
});

test("what is missing on an earlier page leads there before anything is sent", () => {
  expect(turn({ ...second, drafts: { note: "Quiet" } })).toEqual({
    go: "refuse",
    page: "p1",
    errors: { place: "required" },
  });
});

test("back leads to the page before, whatever is missing", () => {
  const drafts = { place: 2, mood: 40 };

  expect(turn({ ...second, drafts, to: "back" })).toEqual({ go: "turn", page: "p1" });
});

test("back stays where something would be lost that cannot be kept", () => {
  const drafts = { place: 1, hours: "seven" };

  expect(turn({ ...second, drafts, to: "back" })).toEqual({
    go: "refuse",
    page: "p2",
    errors: { hours: "wrong_type" },
  });
});

test("a page that is shown no more leads on from the one before it", () => {
  const hidden = { name: "p2", title: null, show_if: atWork, end_if: null, items: [slider()] };
  const pages = questionnaireOf([choice()], hidden, [note]);

  const next = turn({ page: "p2", items: [slider()], drafts: { place: 1, mood: 4 } }, {}, pages);

  expect(next).toEqual({ go: "turn", page: "p3" });
});

test("a photo that was not taken is refused, with a file or without", () => {
  const drafts = { place: 1 };

  expect(turn({ ...second, drafts, asked: ["note"] }, { hours: "wrong_type" })).toMatchObject({
    go: "refuse",
    errors: { hours: "wrong_type" },
  });
});

test("what fits is saved, what was taken away as well, and what does not fit is not", () => {
  const items = [choice(), note, number(), slider()];
  const posted = { items, drafts: { place: 2, hours: "seven", mood: 40 } };

  expect(changesOf(posted, { place: 1, note: "Quiet", hours: 7, mood: 40 })).toEqual([
    { item: "place", answer: 2, at: null },
    { item: "note", answer: null, at: null },
  ]);
});
