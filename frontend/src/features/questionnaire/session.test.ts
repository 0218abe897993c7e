import { expect, test } from "vitest";

import { OPENED } from "@/features/questionnaire/sample-items";
import { advance, answering, type Session } from "@/features/questionnaire/session";

const ready: Session = { state: "ready", sending: { state: "idle" } };
const open = answering(OPENED);

test("opening leads from the introduction to the empty items", () => {
  const waiting = advance(ready, { type: "waiting" });
  const answerable = advance(waiting, { type: "opened", opened: OPENED });

  expect(waiting).toEqual({ state: "ready", sending: { state: "waiting" } });
  expect(answerable).toEqual(open);
});

test("a change keeps the draft and takes away the error of its item only", () => {
  const refused = advance(open, {
    type: "refused",
    errors: { mood: "required", place: "required" },
    page: "p1",
  });

  const changed = advance(refused, { type: "changed", item: "mood", draft: 40, at: 9000 });

  expect(changed).toMatchObject({ drafts: { mood: 40 }, errors: { place: "required" } });
});

test("a cleared answer leaves nothing behind", () => {
  const changed = advance(open, { type: "changed", item: "mood", draft: 40, at: 9000 });

  const cleared = advance(changed, { type: "changed", item: "mood", draft: undefined, at: 9000 });

  expect(cleared).toMatchObject({ drafts: {} });
});

test("a change notes when it was made", () => {
  const changed = advance(open, { type: "changed", item: "mood", draft: 40, at: 9000 });

  expect(changed).toMatchObject({ changed: { mood: 9000 } });
});

test("what is resumed fills in and takes away, and is no change of the person's", () => {
  const changed = advance(open, { type: "changed", item: "mood", draft: 40, at: 9000 });

  const resumed = advance(changed, {
    type: "resumed",
    drafts: { mood: undefined, place: 2 },
    page: "p2",
  });

  expect(resumed).toMatchObject({ drafts: { place: 2 }, page: "p2", changed: { mood: 9000 } });
  expect(resumed).not.toHaveProperty("drafts.mood");
});

const submission = {
  ...{ answers: { mood: 40 }, language: "en", questionnaire_version: 2 },
  ...{ submitted_ms: 9000, timings: null },
};

test("answers that wait on the phone are given back where they are refused", () => {
  const changed = advance(open, { type: "changed", item: "mood", draft: 40, at: 9000 });
  const kept = advance(changed, { type: "kept", submission });

  const refused = advance(kept, { type: "refused", errors: { mood: "required" }, page: "p1" });

  expect(kept).toMatchObject({ state: "kept", submission });
  expect(refused).toMatchObject({ state: "answering", drafts: { mood: 40 }, refusals: 1 });
});

test("each refusal is counted, so that the person is told each time", () => {
  const errors = { mood: "required" } as const;

  const twice = [1, 2].reduce<Session>(
    (session) => advance(session, { type: "refused", errors, page: "p1" }),
    open,
  );

  expect(twice).toMatchObject({ refusals: 2, errors, sending: { state: "idle" } });
});

test("a failed attempt keeps the drafts", () => {
  const changed = advance(open, { type: "changed", item: "mood", draft: 40, at: 9000 });

  const failed = advance(changed, { type: "failed", why: "network" });

  expect(failed).toMatchObject({
    drafts: { mood: 40 },
    sending: { state: "failed", why: "network" },
  });
});

test("a receipt ends the session and a late failure does not reopen it", () => {
  const receipt = { receipt: "AB12", answered_at: "2026-11-22T13:40:00Z" };

  const answered = advance(open, { type: "answered", receipt });

  expect(advance(answered, { type: "failed", why: "network" })).toEqual(answered);
  expect(advance(answered, { type: "changed", item: "mood", draft: 1, at: 9000 })).toEqual(
    answered,
  );
});

test("a change answers the question whether its item was meant to be skipped", () => {
  const skipped = advance(open, { type: "skipped", items: ["mood", "note"] });

  const changed = advance(skipped, { type: "changed", item: "mood", draft: 40, at: 9000 });

  expect(changed).toMatchObject({ asking: ["note"], asked: ["mood", "note"] });
});

test("turning the page keeps the drafts and what was asked", () => {
  const changed = advance(open, { type: "changed", item: "mood", draft: 40, at: 9000 });
  const skipped = advance(changed, { type: "skipped", items: ["note"] });

  const turned = advance(skipped, { type: "turned", page: "p2" });

  expect(turned).toMatchObject({ page: "p2", drafts: { mood: 40 }, asking: [], asked: ["note"] });
});
