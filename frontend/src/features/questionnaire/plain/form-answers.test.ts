import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, expect, test } from "vitest";

import { DECLINED, type Draft } from "@/features/questionnaire/draft";
import { loadAllKinds } from "@/features/questionnaire/items/controls";
import type { AskedItem } from "@/features/questionnaire/local-questionnaire";
import { WITHOUT_SCRIPT } from "@/features/questionnaire/plain/fallback-answers";
import { readDrafts } from "@/features/questionnaire/plain/form-answers";
import { FIELDS } from "@/features/questionnaire/plain/form-names";
import { PlainItems } from "@/features/questionnaire/plain/plain-items";
import { fieldsIn } from "@/features/questionnaire/plain/posted-fields";
import * as sample from "@/features/questionnaire/sample-items";
import { messagesIn } from "@/i18n/languages";

beforeAll(loadAllKinds);

/** The item as it is drawn with the draft, posted as it stands. */
function posted(item: AskedItem, draft?: Draft): FormData {
  const drawn = createElement(PlainItems, {
    questionnaire: sample.questionnaireOf([item]),
    moment: sample.MOMENT,
    drafts: draft === undefined ? {} : { [item.name]: draft },
    errors: {},
    messages: messagesIn("en"),
    language: "en",
  });
  return fieldsIn(renderToStaticMarkup(drawn));
}

const ANSWERS: [AskedItem, Draft][] = [
  [sample.choice(), 2],
  [sample.likert(), 3],
  [sample.imageChoice(), 2],
  [sample.yesNo(), false],
  [sample.multipleChoice(), [1, 3]],
  [sample.matrix(), { calm: 1, tired: 2 }],
  [sample.slider({ min: -5, max: 5, step: 0.5 }), -2.5],
  [sample.grid(), { valence: -4, arousal: 0 }],
  [sample.number(), "7,5"],
  [sample.text(), 'A "quiet"\n<day> & more'],
  [sample.date(), "2027-03-28"],
  [sample.time(), "07:35"],
  [sample.duration(), 75],
  [sample.ranking(), [3, 1]],
  [sample.consent(), true],
];

test.each(ANSWERS)("a $kind keeps its answer when its page is posted", (item, draft) => {
  const form = posted(item, draft);

  expect(readDrafts(form, [item], {}, WITHOUT_SCRIPT)).toEqual({ [item.name]: draft });
});

test.each(ANSWERS)("a $kind without an answer has none when its page is posted", (item, before) => {
  const form = posted(item);

  expect(readDrafts(form, [item], { [item.name]: before }, WITHOUT_SCRIPT)).toEqual({});
});

test.each(ANSWERS)("whoever would rather not answer a $kind stays so", (item) => {
  const declinable = { ...item, can_decline: true } as AskedItem;
  const form = posted(declinable, DECLINED);

  const drafts = readDrafts(form, [declinable], {}, WITHOUT_SCRIPT);

  expect(drafts).toEqual({ [item.name]: DECLINED });
});

test.each([
  ["a slider", sample.slider(), 40],
  ["a photo", sample.photo(), "8a2b8c5e-0000-4000-8000-000000000000"],
] as const)(
  "%s that only script can answer stays as it was before the script ran",
  (_, item, draft) => {
    expect(readDrafts(new FormData(), [item], { [item.name]: draft })).toEqual({
      [item.name]: draft,
    });
  },
);

test("an answer that was declined counts no more once the box is empty", () => {
  const item = sample.slider({ can_decline: true });

  expect(readDrafts(new FormData(), [item], { mood: DECLINED })).toEqual({});
});

test("an answer is taken away by the box for it, whatever else stands there", () => {
  const item = sample.choice({ required: false });
  const form = posted(item, 2);
  form.append(FIELDS.cleared, "place");

  expect(readDrafts(form, [item], { place: 2 }, WITHOUT_SCRIPT)).toEqual({});
});

test.each([
  ["a place given twice", { 1: "1", 2: "1" }, { 1: 1, 2: 1 }],
  ["a place left out", { 1: "1", 3: "3" }, { 1: 1, 3: 3 }],
  ["too few places", { 2: "1" }, [2]],
])("a ranking with %s stays as it was put in", (_, places, draft) => {
  const form = new FormData();
  for (const [option, place] of Object.entries(places)) form.append(`order.${option}`, place);

  const drafts = readDrafts(form, [sample.ranking({ top: 3 })], {}, WITHOUT_SCRIPT);

  expect(drafts).toEqual({ order: draft });
});

test.each([
  [{ hours: "1" }, 60],
  [{ minutes: "45" }, 45],
  [{ hours: "2", minutes: "30" }, 150],
])("of a length the part left open is the least there is: %o", (parts, minutes) => {
  const form = new FormData();
  for (const [part, value] of Object.entries(parts)) form.append(`walked.${part}`, value);

  const drafts = readDrafts(form, [sample.duration()], {}, WITHOUT_SCRIPT);

  expect(drafts).toEqual({ walked: minutes });
});

test("words that are no number stay on a line, to be put right", () => {
  const form = new FormData();
  form.append("mood", "high");

  expect(readDrafts(form, [sample.slider()], {}, WITHOUT_SCRIPT)).toEqual({ mood: "high" });
});

test("lines of a text are divided as the page divides them", () => {
  const form = new FormData();
  form.append("note", "one\r\ntwo");

  expect(readDrafts(form, [sample.text()], {})).toEqual({ note: "one\ntwo" });
});

test("a file where words belong is no answer", () => {
  const form = new FormData();
  form.append("note", new File(["x"], "note.txt"));

  expect(readDrafts(form, [sample.text()], {})).toEqual({});
});
