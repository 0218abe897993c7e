import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { participantClient } from "@/api/client";
import { choice, OPENED, questionnaireOf, slider } from "@/features/questionnaire/sample-items";
import { answering } from "@/features/questionnaire/session";
import { SessionStore } from "@/features/questionnaire/session-store";
import type { Ground } from "@/features/saving/ground";
import { Keeping } from "@/features/saving/keeping";
import type { KeptPrompt } from "@/features/saving/outbox";
import { keptPrompt, outboxInMemory } from "@/features/saving/sample-outbox";
import type { Surroundings } from "@/features/saving/surroundings";

const OPENED_AT = Date.parse(OPENED.openedAt);
const TOKEN = "t".repeat(24);
const nothing = { items: {}, pages: {}, hidden: [], device: null };
const questionnaire = questionnaireOf([choice(), slider()]);

beforeEach(() =>
  vi.useFakeTimers({ now: OPENED_AT, toFake: ["setTimeout", "clearTimeout", "Date"] }),
);
afterEach(() => vi.useRealTimers());

type Answer = () => Response;
const lost: Answer = () => {
  throw new TypeError("Failed to fetch");
};
const saved: Answer = () => Response.json({ ...OPENED.saved, refused: [] });
const closed: Answer = () => Response.json({ reason: "partial" }, { status: 410 });

const clock = { now: () => Date.now(), elapsed: () => Date.now() - OPENED_AT + 5000 };

/** A server that answers so, and what it was asked. */
function serverWith(answer: Answer) {
  const server = { answer, asked: [] as [path: string, body: unknown][] };
  const client = participantClient({
    ...{ origin: "", token: TOKEN, timeoutMs: 1000 },
    fetch: (path, init) => {
      const asked = (path as string).split("/").at(-1) ?? "";
      server.asked.push([asked, JSON.parse(init?.body as string)]);
      return new Promise((resolve) => {
        resolve(server.answer());
      });
    },
  });
  return { server, client };
}

/** A browser that measures nothing and sends nothing by itself; `act` is what may happen to a page. */
function browser() {
  const act: Partial<Parameters<Surroundings["watchWakeUps"]>[0]> = {};
  const noted = { changed: vi.fn(), turned: vi.fn(), lookAgain: vi.fn() };
  const surroundings: Surroundings = {
    read: () => ({ elapsed: clock.elapsed(), wall: Date.now() }),
    firstPaint: () => 0,
    watch: () => ({ ...noted, timings: () => nothing }),
    watchWakeUps: (wakeUps) => Object.assign(act, wakeUps),
    busy: () => null,
    sendInBackground: () => Promise.resolve(),
  };
  return { act, surroundings };
}

/** A page of an opened prompt, on a phone where an earlier one may have left something. */
function page({ answer = saved, left }: { answer?: Answer; left?: KeptPrompt } = {}) {
  const { key } = keptPrompt();
  const outbox = outboxInMemory(...(left ? [left] : []));
  const ground: Ground = { key, outbox, kept: left };
  const { server, client } = serverWith(answer);
  const { act, surroundings } = browser();
  const session = answering(OPENED);
  const setting = { client, questionnaire, version: 2, language: "en" };
  const store = new SessionStore({ ...setting, ...clock, session, reload: vi.fn() });
  const kept = { ...setting, store, token: TOKEN };
  new Keeping(kept, session, ground, null, surroundings).begin(session, ground);
  return { store, server, act, kept: () => outbox.read(key) };
}

const changes = (...given: [string, number, number][]) =>
  given.map(([item, answer, at]) => ({ item, answer, at }));

test("a change is on the phone at once with its request, and with the server a second later", async () => {
  const { store, server, kept } = page();
  await vi.advanceTimersByTimeAsync(3000);

  store.change("mood", 40);
  await vi.advanceTimersByTimeAsync(0);
  expect(await kept()).toMatchObject({
    items: { mood: { draft: 40, at: 3000, isSent: false } },
    outgoing: { what: "draft", token: TOKEN },
  });
  await vi.advanceTimersByTimeAsync(1000);

  expect(server.asked.at(-1)).toMatchObject(["draft", { changes: changes(["mood", 40, 3000]) }]);
  expect(await kept()).toMatchObject({ items: { mood: { isSent: true } }, outgoing: null });
});

test("what an earlier page has left is shown and sent", async () => {
  const items = { mood: { draft: 70, at: 1000, isSent: false } };
  const { store, server } = page({ left: keptPrompt({ items }) });
  await vi.advanceTimersByTimeAsync(0);

  expect(store.session()).toMatchObject({ drafts: { mood: 70 } });
  expect(server.asked).toMatchObject([["draft", { changes: changes(["mood", 70, 1000]) }]]);
});

test("what was left of another version is not taken", async () => {
  const items = { mood: { draft: 70, at: 1000, isSent: false } };
  const { store, server } = page({ left: keptPrompt({ version: 1, items }) });
  await vi.advanceTimersByTimeAsync(0);

  expect(store.session()).toMatchObject({ drafts: {} });
  expect(server.asked).toEqual([]);
});

test("an answer that waits goes as soon as there is a network, with its own time", async () => {
  const { store, server, act } = page({ answer: lost });
  await vi.advanceTimersByTimeAsync(2000);
  store.change("mood", 40);
  await vi.advanceTimersByTimeAsync(1000);
  expect(store.session()).toMatchObject({ sync: { state: "waiting", isOnPhone: true } });
  server.answer = saved;

  act.onNetwork?.();
  await vi.advanceTimersByTimeAsync(0);

  expect(server.asked.at(-1)).toMatchObject(["draft", { changes: changes(["mood", 40, 2000]) }]);
  expect(store.session()).toMatchObject({ sync: { state: "saved" } });
});

test("answers sent without a network wait, and go with the moment they were sent", async () => {
  const { store, server, kept } = page({ answer: lost });
  store.change("place", 1);
  store.change("mood", 40);
  await vi.advanceTimersByTimeAsync(5000);

  await store.proceed();
  expect(await kept()).toMatchObject({ outgoing: { what: "response", token: TOKEN } });
  server.answer = () => Response.json({ receipt: "AB12", answered_at: OPENED.openedAt });
  await vi.advanceTimersByTimeAsync(2000);

  expect(server.asked.at(-1)).toMatchObject(["response", { submitted_ms: 5000 }]);
  expect(store.session()).toMatchObject({ state: "answered" });
  expect(await kept()).toBeUndefined();
});

test("answers that an earlier page sent are taken up, and not asked for again", async () => {
  const body = JSON.stringify({ answers: { mood: 40 }, submitted_ms: 900 });
  const outgoing = { what: "response", body, token: TOKEN } as const;
  const { store, server } = page({ answer: lost, left: keptPrompt({ outgoing }) });
  await vi.advanceTimersByTimeAsync(0);

  expect(store.session().state).toBe("kept");
  expect(server.asked).toMatchObject([["response", { submitted_ms: 900 }]]);
});

test("at the end of the time the server is asked, and its word is shown", async () => {
  const { store, server, kept } = page();
  store.change("mood", 40);
  await vi.advanceTimersByTimeAsync(1000);
  server.answer = closed;

  await vi.advanceTimersByTimeAsync(Date.parse(OPENED.finishUntil) - OPENED_AT + 31_000);

  expect(store.session().state).toBe("partial");
  expect(await kept()).toBeUndefined();
});

test("a page that is left sends what is not saved, and one without answers asks nothing", async () => {
  const { store, server, act } = page();
  act.onLeave?.();
  expect(server.asked).toEqual([]);
  store.change("mood", 40);

  act.onLeave?.();
  await vi.advanceTimersByTimeAsync(0);

  expect(server.asked).toMatchObject([["draft", { changes: changes(["mood", 40, 0]) }]]);
});
