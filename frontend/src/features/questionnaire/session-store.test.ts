import { expect, test, vi } from "vitest";

import { participantClient } from "@/api/client";
import {
  choice,
  MOMENT,
  OPENED,
  questionnaireOf,
  slider,
  text,
} from "@/features/questionnaire/sample-items";
import type { LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import { answering, type Session } from "@/features/questionnaire/session";
import { SessionStore } from "@/features/questionnaire/session-store";

type Answer = () => Response | Promise<Response>;

const receipt = { receipt: "AB12", answered_at: "2026-11-22T13:40:00Z" };
const ready: Session = { state: "ready", sending: { state: "idle" } };

/** A store whose network gives the answers in turn; `asked` are the paths and bodies it got. */
function storeWith(session: Session, ...answers: Answer[]) {
  return storeOf(questionnaireOf([choice(), slider()]), session, ...answers);
}

function storeOf(questionnaire: LocalQuestionnaire, session: Session, ...answers: Answer[]) {
  const asked: [path: string, body: unknown][] = [];
  let reloads = 0;
  const client = participantClient({
    origin: "",
    token: "t".repeat(24),
    timeoutMs: 1000,
    fetch: (path, init) => {
      const body = typeof init?.body === "string" ? init.body : "null";
      asked.push([(path as string).replace("/api/participant/prompt/", ""), JSON.parse(body)]);
      const answer = answers[asked.length - 1] ?? (() => new Response(null, { status: 204 }));
      return Promise.resolve(answer());
    },
  });
  const store = new SessionStore({
    client,
    questionnaire,
    version: 2,
    language: "en",
    session,
    now: () => Date.parse("2026-11-22T14:30:00Z"),
    elapsed: () => 5000,
    reload: () => (reloads += 1),
  });
  return { store, asked, paths: () => asked.map(([path]) => path), reloads: () => reloads };
}

/** The server's word that the prompt is open, on a clock an hour behind the phone's. */
function openedWith(version: number): () => Response {
  const { openedAt, finishUntil, saved } = OPENED;
  const times = { server_time: openedAt, opened_at: openedAt, finish_until: finishUntil };
  const questionnaire = { version, moment: MOMENT };
  return () => Response.json({ state: "open", ...times, draft: saved, questionnaire });
}

const open = () => answering(OPENED);
const answered = (): Session => ({ ...open(), drafts: { place: 1, mood: 40 } });
const lost = () => Promise.reject(new TypeError("Failed to fetch"));
const UNTOLD = { submitted_ms: null, timings: null };

test("a double tap on the start button opens the version shown, once", async () => {
  const { store, asked } = storeWith(ready, openedWith(2));

  await Promise.all([store.open(), store.open()]);

  expect(asked).toEqual([["open", { questionnaire_version: 2 }]]);
  expect(store.session()).toEqual(open());
});

test("a prompt opened elsewhere in another version loads the page anew", async () => {
  const { store, reloads } = storeWith(ready, openedWith(1));

  await store.open();

  expect(reloads()).toBe(1);
  expect(store.session().state).toBe("ready");
});

test.each([
  ["was answered elsewhere", 409, "already-answered"],
  ["has no such version", 409, "other-version"],
  ["has closed", 410, "closed"],
])("opening a prompt that %s loads the page anew", async (_what, status, kind) => {
  const { store, reloads } = storeWith(ready, () =>
    Response.json({ type: `/problems/${kind}` }, { status }),
  );

  await store.open();

  expect(reloads()).toBe(1);
});

test("missing answers are refused before anything is sent", async () => {
  const { store, paths } = storeWith(open());

  await store.proceed();

  expect(paths()).toEqual([]);
  expect(store.session()).toMatchObject({ errors: { place: "required", mood: "required" } });
});

test("a double tap on the send button sends once, with the version shown", async () => {
  const { store, asked } = storeWith(answered(), () => Response.json(receipt, { status: 201 }));

  await Promise.all([store.proceed(), store.proceed()]);

  const shown = { language: "en", questionnaire_version: 2 };
  const body = { answers: { place: 1, mood: 40 }, ...shown, ...UNTOLD };
  expect(asked).toEqual([["response", body]]);
  expect(store.session()).toEqual({ state: "answered", receipt });
});

test("answers survive a lost connection and a second try sends them", async () => {
  const { store } = storeWith(answered(), lost, () => Response.json(receipt, { status: 200 }));

  await store.proceed();
  expect(store.session()).toMatchObject({ sending: { state: "failed", why: "network" } });
  await store.proceed();

  expect(store.session()).toEqual({ state: "answered", receipt });
});

test("what the server refuses is shown at its item", async () => {
  const errors = [{ item: "place", code: "not_an_option", detail: "There is no such option." }];
  const { store } = storeWith(answered(), () => Response.json({ errors }, { status: 422 }));

  await store.proceed();

  expect(store.session()).toMatchObject({
    errors: { place: "not_an_option" },
    drafts: { mood: 40 },
  });
});

test("a refusal that names no item on the page is our own fault", async () => {
  const errors = [{ item: "elsewhere", code: "unknown_item", detail: "" }];
  const { store } = storeWith(answered(), () => Response.json({ errors }, { status: 422 }));

  await store.proceed();

  expect(store.session()).toMatchObject({ sending: { state: "failed", why: "server" } });
});

test.each([
  [409, "other-version", "other_version"],
  [404, "unknown-link", "unknown_link"],
] as const)("a %i for %s on sending ends in %s", async (status, kind, state) => {
  const { store } = storeWith(answered(), () =>
    Response.json({ type: `/problems/${kind}` }, { status }),
  );

  await store.proceed();

  expect(store.session()).toEqual({ state });
});

test.each([
  ["partial", "partial"],
  ["expired", "too_late"],
] as const)("a prompt that closed as %s meanwhile ends in %s", async (reason, state) => {
  const { store } = storeWith(answered(), () => Response.json({ reason }, { status: 410 }));

  await store.proceed();

  expect(store.session()).toEqual({ state });
});

test("a prompt that closed for another reason has its own page", async () => {
  const { store, reloads } = storeWith(answered(), () =>
    Response.json({ reason: "withdrawn" }, { status: 410 }),
  );

  await store.proceed();

  expect(reloads()).toBe(1);
});

/** What keeps answers on a phone that can. */
const keeper = {
  stamp: () => ({ submitted_ms: 65_000, timings: null }),
  hold: () => Promise.resolve(true),
  letGo: () => Promise.resolve(),
  photos: null,
};

test("without a network, answers that the phone holds wait there with their time", async () => {
  const { store, asked } = storeWith(answered(), lost);
  store.keepWith(keeper);

  await store.proceed();

  expect(asked).toMatchObject([["response", { submitted_ms: 65_000 }]]);
  expect(store.session()).toMatchObject({
    state: "kept",
    submission: { answers: { place: 1, mood: 40 }, submitted_ms: 65_000 },
    sending: { state: "failed", why: "network" },
  });
});

test("what waits is sent again as it was, until the receipt comes", async () => {
  const { store, asked } = storeWith(answered(), lost, lost, () => Response.json(receipt));
  store.keepWith(keeper);
  await store.proceed();

  await Promise.all([store.resend(), store.resend()]);
  await store.resend();

  expect(store.session()).toEqual({ state: "answered", receipt });
  expect(asked[2]).toEqual(asked[0]);
  expect(asked).toHaveLength(3);
});

test("what waits and is refused is the person's to change again", async () => {
  const errors = [{ item: "place", code: "not_an_option", detail: "There is no such option." }];
  const { store } = storeWith(answered(), lost, () => Response.json({ errors }, { status: 422 }));
  store.keepWith(keeper);
  await store.proceed();

  await store.resend();

  expect(store.session()).toMatchObject({ state: "answering", errors: { place: "not_an_option" } });
});

test("answers that the phone cannot hold stay on the page", async () => {
  const { store } = storeWith(answered(), lost);
  store.keepWith({ ...keeper, hold: () => Promise.resolve(false) });

  await store.proceed();

  expect(store.session()).toMatchObject({ state: "answering", drafts: { mood: 40 } });
});

test("what only the server can show is loaded once the phone has let its page go", async () => {
  const gone = () => Response.json({ reason: "withdrawn" }, { status: 410 });
  const { store, reloads } = storeWith(answered(), gone);
  const gate = new EventTarget();
  const letGo = () =>
    new Promise<void>((resolve) => {
      gate.addEventListener("open", () => {
        resolve();
      });
    });
  store.keepWith({ ...keeper, letGo });
  await store.proceed();

  expect(reloads()).toBe(0);
  gate.dispatchEvent(new Event("open"));
  await vi.waitFor(() => {
    expect(reloads()).toBe(1);
  });
});

const skippable = text({ required: false, ask_again: true });
const threePages = questionnaireOf(
  [choice()],
  [{ ...slider(), show_if: atWork() }],
  [skippable, { ...slider({ name: "later" }), required: false }],
);

/** The condition `place == 2`. */
function atWork() {
  const left = { node: "item", name: "place", part: null } as const;
  return { node: "comparison", operator: "==", left, right: { node: "number", value: 2 } } as const;
}

test("going on leads over the pages that are shown, and back again", async () => {
  const { store } = storeOf(threePages, { ...open(), drafts: { place: 1 } });
  const page = () => store.session().state === "answering" && store.session();

  await store.proceed();
  expect(page()).toMatchObject({ page: "p3" });
  store.back();
  store.change("place", 2);
  await store.proceed();

  expect(page()).toMatchObject({ page: "p2", drafts: { place: 2 } });
});

test("a page with something missing is not left", async () => {
  const { store } = storeOf(threePages, open());

  await store.proceed();

  expect(store.session()).toMatchObject({ page: "p1", errors: { place: "required" } });
});

test("whether an item is meant to be skipped is asked once", async () => {
  const at = { ...open(), drafts: { place: 1 }, page: "p3" };
  const { store, paths } = storeOf(threePages, at, () => Response.json(receipt, { status: 201 }));

  await store.proceed();
  expect(store.session()).toMatchObject({ asking: ["note"], errors: {} });
  expect(paths()).toEqual([]);
  await store.proceed();

  expect(store.session().state).toBe("answered");
});

test("answers to what is not shown any more stay on the page", async () => {
  const at = { ...open(), drafts: { place: 1, mood: 40, note: "Quiet" }, page: "p3" };
  const { store, asked } = storeOf(threePages, at);

  await store.proceed();

  expect(asked).toMatchObject([["response", { answers: { place: 1, note: "Quiet" } }]]);
});

test("what the server refuses on an earlier page leads to that page", async () => {
  const errors = [{ item: "place", code: "not_an_option", detail: "There is no such option." }];
  const at = { ...open(), drafts: { place: 1, note: "Quiet" }, page: "p3" };
  const { store } = storeOf(threePages, at, () => Response.json({ errors }, { status: 422 }));

  await store.proceed();

  expect(store.session()).toMatchObject({
    page: "p1",
    errors: { place: "not_an_option" },
    drafts: { note: "Quiet" },
  });
});

test.each([
  [201, { id: "7" }, { outcome: "done", id: "7" }],
  [413, {}, { outcome: "too_large" }],
  [415, {}, { outcome: "not_a_photo" }],
  [422, { errors: [] }, { outcome: "server" }],
  [410, {}, { outcome: "server" }],
])(
  "a photo that is answered with %i comes back as what became of it",
  async (status, body, sent) => {
    const { store } = storeWith(open(), () => Response.json(body, { status }));

    expect(await store.sendPhoto("view", new Blob(["x"], { type: "image/jpeg" }), vi.fn())).toEqual(
      sent,
    );
  },
);
