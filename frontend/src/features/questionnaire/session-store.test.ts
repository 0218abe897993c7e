import { expect, test } from "vitest";

import { participantClient } from "@/api/client";
import { choice, slider } from "@/features/questionnaire/sample-items";
import { answering, type Session } from "@/features/questionnaire/session";
import { SessionStore } from "@/features/questionnaire/session-store";

const receipt = { receipt: "AB12", answered_at: "2026-11-22T13:40:00Z" };
const ready: Session = { state: "ready", sending: { state: "idle" } };

/** A store whose network gives the answers in turn; `paths` are the paths it was asked for. */
function storeWith(session: Session, ...answers: (() => Response | Promise<Response>)[]) {
  const paths: string[] = [];
  let reloads = 0;
  const client = participantClient({
    origin: "",
    token: "t".repeat(24),
    timeoutMs: 1000,
    fetch: (path) => {
      paths.push(path as string);
      const answer = answers[paths.length - 1] ?? (() => new Response(null, { status: 204 }));
      return Promise.resolve(answer());
    },
  });
  const store = new SessionStore({
    client,
    items: [choice(), slider()],
    language: "en",
    session,
    reload: () => (reloads += 1),
  });
  return { store, paths, reloads: () => reloads };
}

const open = () => answering("2026-11-22T13:50:00Z");
const answered = (): Session => ({ ...open(), drafts: { place: 1, mood: 40 } });

test("a double tap on the start button opens once", async () => {
  const { store, paths } = storeWith(ready, () =>
    Response.json({ state: "open", finish_until: "2026-11-22T13:50:00Z" }),
  );

  await Promise.all([store.open(), store.open()]);

  expect(paths).toEqual(["/api/participant/prompt/open"]);
  expect(store.session()).toEqual(open());
});

test("opening a prompt that was answered elsewhere loads the page anew", async () => {
  const { store, reloads } = storeWith(ready, () => new Response("{}", { status: 409 }));

  await store.open();

  expect(reloads()).toBe(1);
});

test("start is sent at the first change only", () => {
  const { store, paths } = storeWith(open());

  store.change("mood", 40);
  store.change("mood", 41);

  expect(paths).toEqual(["/api/participant/prompt/start"]);
});

test("missing answers are refused before anything is sent", async () => {
  const { store, paths } = storeWith(open());

  await store.submit();

  expect(paths).toEqual([]);
  expect(store.session()).toMatchObject({ errors: { place: "required", mood: "required" } });
});

test("a double tap on the send button sends once", async () => {
  const { store, paths } = storeWith(answered(), () => Response.json(receipt, { status: 201 }));

  await Promise.all([store.submit(), store.submit()]);

  expect(paths).toEqual(["/api/participant/prompt/response"]);
  expect(store.session()).toEqual({ state: "answered", receipt });
});

test("answers survive a lost connection and a second try sends them", async () => {
  const { store } = storeWith(
    answered(),
    () => Promise.reject(new TypeError("Failed to fetch")),
    () => Response.json(receipt, { status: 200 }),
  );

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
  [410, "closed"],
  [404, "unknown_link"],
] as const)("a %i on sending ends in %s", async (status, state) => {
  const { store } = storeWith(answered(), () => new Response("{}", { status }));

  await store.submit();

  expect(store.session()).toEqual({ state });
});
