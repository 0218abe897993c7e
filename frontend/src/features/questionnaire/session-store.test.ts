import { expect, test } from "vitest";

import { participantClient } from "@/api/client";
import { choice, slider } from "@/features/questionnaire/sample-items";
import { answering, type Session } from "@/features/questionnaire/session";
import { SessionStore } from "@/features/questionnaire/session-store";

const receipt = { receipt: "AB12", answered_at: "2026-11-22T13:40:00Z" };
const ready: Session = { state: "ready", sending: { state: "idle" } };

/** A store whose network gives the answers in turn; `asked` are the paths and bodies it got. */
function storeWith(session: Session, ...answers: (() => Response | Promise<Response>)[]) {
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
    items: [choice(), slider()],
    version: 2,
    language: "en",
    session,
    now: () => Date.parse("2026-11-22T14:30:00Z"),
    reload: () => (reloads += 1),
  });
  return { store, asked, paths: () => asked.map(([path]) => path), reloads: () => reloads };
}

/** The server's word that the prompt is open, on a clock an hour behind the phone's. */
function openedWith(version: number): () => Response {
  const times = { server_time: "2026-11-22T13:30:00Z", finish_until: "2026-11-22T13:50:00Z" };
  return () => Response.json({ state: "open", ...times, questionnaire: { version } });
}

const open = () => answering("2026-11-22T13:50:00Z", Date.parse("2026-11-22T14:50:00Z"));
const answered = (): Session => ({ ...open(), drafts: { place: 1, mood: 40 } });
const lost = () => Promise.reject(new TypeError("Failed to fetch"));
/** Lets the requests that nobody waits for come back. */
const settle = () => new Promise((resolve) => setTimeout(resolve));

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

test("start is sent at the first change only", async () => {
  const { store, paths } = storeWith(open());

  store.change("mood", 40);
  store.change("mood", 41);
  await settle();
  store.change("mood", 42);

  expect(paths()).toEqual(["start"]);
});

test("a start that failed is sent once more at the next change, and no more", async () => {
  const { store, paths } = storeWith(open(), lost, lost);

  for (const mood of [40, 41, 42]) {
    store.change("mood", mood);
    await settle();
  }

  expect(paths()).toEqual(["start", "start"]);
});

test("missing answers are refused before anything is sent", async () => {
  const { store, paths } = storeWith(open());

  await store.submit();

  expect(paths()).toEqual([]);
  expect(store.session()).toMatchObject({ errors: { place: "required", mood: "required" } });
});

test("a double tap on the send button sends once, with the version shown", async () => {
  const { store, asked } = storeWith(answered(), () => Response.json(receipt, { status: 201 }));

  await Promise.all([store.submit(), store.submit()]);

  const body = { answers: { place: 1, mood: 40 }, language: "en", questionnaire_version: 2 };
  expect(asked).toEqual([["response", body]]);
  expect(store.session()).toEqual({ state: "answered", receipt });
});

test("answers survive a lost connection and a second try sends them", async () => {
  const { store } = storeWith(answered(), lost, () => Response.json(receipt, { status: 200 }));

  await store.submit();
  expect(store.session()).toMatchObject({ sending: { state: "failed", why: "network" } });
  await store.submit();

  expect(store.session()).toEqual({ state: "answered", receipt });
});

test("what the server refuses is shown at its item", async () => {
  const errors = [{ item: "place", code: "not_an_option", detail: "There is no such option." }];
  const { store } = storeWith(answered(), () => Response.json({ errors }, { status: 422 }));

  await store.submit();

  expect(store.session()).toMatchObject({
    errors: { place: "not_an_option" },
    drafts: { mood: 40 },
  });
});

test("a refusal that names no item on the page is our own fault", async () => {
  const errors = [{ item: "elsewhere", code: "unknown_item", detail: "" }];
  const { store } = storeWith(answered(), () => Response.json({ errors }, { status: 422 }));

  await store.submit();

  expect(store.session()).toMatchObject({ sending: { state: "failed", why: "server" } });
});

test.each([
  [410, "closed", "too_late"],
  [409, "other-version", "other_version"],
  [404, "unknown-link", "unknown_link"],
] as const)("a %i for %s on sending ends in %s", async (status, kind, state) => {
  const { store } = storeWith(answered(), () =>
    Response.json({ type: `/problems/${kind}` }, { status }),
  );

  await store.submit();

  expect(store.session()).toEqual({ state });
});
