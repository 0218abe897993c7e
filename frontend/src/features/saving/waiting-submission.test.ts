import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Submission } from "@/api/schema-types";
import { MOMENT, OPENED } from "@/features/questionnaire/sample-items";
import { answering, type Session } from "@/features/questionnaire/session";
import { keptPrompt } from "@/features/saving/sample-outbox";
import { WaitingSubmission } from "@/features/saving/waiting-submission";

const submission: Submission = {
  answers: { mood: 40 },
  language: "en",
  questionnaire_version: 2,
  submitted_ms: 60_000,
  timings: null,
};
const from = answering({ ...OPENED, deadline: 0, moment: MOMENT });
const failed: Session = {
  state: "kept",
  submission,
  from,
  sending: { state: "failed", why: "network" },
};

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A submission that waits, and what it asked of the session and of the phone. */
function waiting({ canWrite = true } = {}) {
  const store = { takeUp: vi.fn(() => Promise.resolve()), resend: vi.fn(() => Promise.resolve()) };
  const release = vi.fn();
  const write = vi.fn(() => Promise.resolve(canWrite));
  const setting = { store, token: "t".repeat(24), endsAt: 90_000, write, release };
  return { waits: new WaitingSubmission(setting), store, write, release };
}

test("what was sent is held with the token, as it was", async () => {
  const { waits, write } = waiting();

  expect(await waits.hold(submission)).toBe(true);

  expect(write).toHaveBeenCalledOnce();
  expect(waits.outgoing).toEqual({
    what: "response",
    body: JSON.stringify(submission),
    token: "t".repeat(24),
  });
});

test("where the phone writes nothing down, nothing is said to wait", async () => {
  expect(await waiting({ canWrite: false }).waits.hold(submission)).toBe(false);
});

test("what was sent too late to be taken is not held", async () => {
  const { waits, write } = waiting();

  expect(await waits.hold({ ...submission, submitted_ms: 90_001 })).toBe(false);

  expect(waits.outgoing).toBeNull();
  expect(write).not.toHaveBeenCalled();
});

test("what an earlier page left is taken up once", () => {
  const { waits, store } = waiting();
  const outgoing = { what: "response", body: JSON.stringify(submission), token: "t" } as const;

  waits.takeUp(keptPrompt({ outgoing }));
  waits.takeUp(keptPrompt({ outgoing }));

  expect(store.takeUp).toHaveBeenCalledExactlyOnceWith(submission);
});

test("a draft that waits is not taken for a submission", () => {
  const { waits, store } = waiting();

  waits.takeUp(keptPrompt({ outgoing: { what: "draft", body: "{}", token: "t" } }));

  expect(store.takeUp).not.toHaveBeenCalled();
});

test("each attempt that fails is followed by another, later each time", async () => {
  const { waits, store } = waiting();
  await waits.hold(submission);

  waits.follow(failed);
  await vi.advanceTimersByTimeAsync(2000);
  waits.follow(failed);
  await vi.advanceTimersByTimeAsync(3999);
  expect(store.resend).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);

  expect(store.resend).toHaveBeenCalledTimes(2);
});

test("while an attempt is under way no other begins", async () => {
  const { waits, store } = waiting();
  await waits.hold(submission);

  waits.follow({ ...failed, sending: { state: "waiting" } });
  await vi.advanceTimersByTimeAsync(120_000);

  expect(store.resend).not.toHaveBeenCalled();
});

test("answers that were refused are given back, and off the phone", async () => {
  const { waits, release } = waiting();
  await waits.hold(submission);

  waits.follow(from);

  expect(waits.outgoing).toBeNull();
  expect(release).toHaveBeenCalledOnce();
});

test("once stopped, nothing is tried again", async () => {
  const { waits, store } = waiting();
  await waits.hold(submission);
  waits.follow(failed);

  waits.stop();
  await vi.advanceTimersByTimeAsync(120_000);

  expect(store.resend).not.toHaveBeenCalled();
});
