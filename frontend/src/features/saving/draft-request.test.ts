import { expect, test } from "vitest";

import { choice, number, questionnaireOf, text } from "@/features/questionnaire/sample-items";
import { answersIn } from "@/features/saving/answer-of";
import { draftRequest } from "@/features/saving/draft-request";

const answerOf = answersIn(questionnaireOf([choice(), number()], [text()]));
const beside = { version: 2, language: "en", page: "p1", timings: null };
const unsent = (draft: number | string | undefined, at = 100) => ({ draft, at, isSent: false });

test("answers go as the server takes them, with the time of their change", () => {
  const items = { place: unsent(2, 100), hours: unsent("7,5", 200), note: unsent("Hi", 300) };

  expect(draftRequest(items, answerOf, beside)).toEqual({
    questionnaire_version: 2,
    language: "en",
    page: "p1",
    timings: null,
    changes: [
      { item: "place", answer: 2, at: 100 },
      { item: "hours", answer: 7.5, at: 200 },
      { item: "note", answer: "Hi", at: 300 },
    ],
  });
});

test.each([
  ["was taken away", undefined],
  ["is blank", "  "],
  ["does not pass", "x".repeat(21)],
])("an answer that %s takes away what the server had", (_what, draft) => {
  const { changes } = draftRequest({ note: unsent(draft) }, answerOf, beside);

  expect(changes).toEqual([{ item: "note", answer: null, at: 100 }]);
});

test("no more changes are sent at once than the server takes", () => {
  const many = Object.fromEntries(Array.from({ length: 401 }, (_, n) => [`i${n}`, unsent(1)]));

  expect(draftRequest(many, answerOf, beside).changes).toHaveLength(400);
});
