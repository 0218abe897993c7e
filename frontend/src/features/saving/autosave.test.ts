import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Failure, Outcome } from "@/api/client";
import type { SavedDraft } from "@/api/schema-types";
import type { Drafts } from "@/features/questionnaire/draft";
import { Autosave } from "@/features/saving/autosave";
import { itemsFrom, type KeptItems } from "@/features/saving/outbox";
import type { Sync } from "@/features/saving/sync";

const NOW = new Date("2026-11-22T13:40:00Z");

beforeEach(() => vi.useFakeTimers({ now: NOW }));
afterEach(() => vi.useRealTimers());

type Reply = () => Outcome<SavedDraft> | Promise<Outcome<SavedDraft>>;

const nothing = { page: null, timings: null, saved_at: null, refused: [] };
/** The server's word of what it has. */
const saved =
  (answers: Record<string, number> = {}, changed: Record<string, number> = {}): Reply =>
  () => ({ outcome: "done", value: { ...nothing, answers, changed } });
const lost: Reply = () => ({ outcome: "network" });
const changed = (draft: number, at: number): KeptItems => ({ mood: { draft, at, isSent: false } });

/** An autosave whose server replies in turn, and what it has sent and shown. */
function autosaveWith(...replies: Reply[]) {
  const sent: string[][] = [];
  const shown: Partial<Drafts>[] = [];
  const syncs: Sync[] = [];
  const ends: Failure[] = [];
  const setting = {
    busy: null as string | null,
    held: null as string | null,
    ready: true as true | Promise<boolean>,
    isOnPhone: true,
  };
  const autosave = new Autosave({
    client: { saveDraft: async () => (replies[sent.length - 1] ?? saved())() },
    items: {},
    requestOf: (items) => {
      sent.push(
        Object.entries(items).map(([name, { draft }]) => `${name} ${JSON.stringify(draft)}`),
      );
      return { questionnaire_version: 2, language: "en", page: null, changes: [], timings: null };
    },
    itemsIn: (draft) => itemsFrom(draft, (answers) => answers as Drafts),
    sendable: ({ [setting.held ?? ""]: _held, ...items }) => items,
    ready: () => setting.ready,
    busy: () => setting.busy,
    keep: () => Promise.resolve(setting.isOnPhone),
    show: (drafts) => shown.push(drafts),
    showSync: (sync) => syncs.push(sync),
    end: (failure) => ends.push(failure),
    now: () => new Date(),
  });
  return { autosave, setting, sent, shown, syncs, ends };
}

test("changes are saved together, a second after the last", async () => {
  const { autosave, sent, syncs } = autosaveWith();

  autosave.take(changed(40, 100));
  await vi.advanceTimersByTimeAsync(900);
  autosave.take({ place: { draft: 1, at: 200, isSent: false } });
  await vi.advanceTimersByTimeAsync(999);
  expect(sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);

  expect(sent).toEqual([["mood 40", "place 1"]]);
  expect(syncs.at(-1)).toEqual({ state: "saved" });
});

test("who types on and on is saved every five seconds", async () => {
  const { autosave, sent } = autosaveWith();

  for (let key = 0; key < 12; key += 1) {
    autosave.take(changed(key, key));
    await vi.advanceTimersByTimeAsync(500);
  }

  expect(sent).toHaveLength(1);
});

test("one request is under way at a time, and what changed meanwhile follows", async () => {
  const slow: Reply = async () => {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    return { outcome: "network" };
  };
  const { autosave, sent } = autosaveWith(slow);
  autosave.take(changed(40, 100));
  await vi.advanceTimersByTimeAsync(1000);

  autosave.take(changed(41, 200));
  await vi.advanceTimersByTimeAsync(2900);
  expect(sent).toEqual([["mood 40"]]);
  await vi.advanceTimersByTimeAsync(2200);

  expect(sent[1]).toEqual(["mood 41"]);
});

test("without a network the answers wait, which is said once, and go when it is back", async () => {
  const { autosave, sent, syncs } = autosaveWith(lost, lost);

  autosave.take(changed(40, 100));
  await vi.advanceTimersByTimeAsync(1000);
  const since = new Date(NOW.getTime() + 1000);
  expect(syncs).toEqual([{ state: "waiting", since, isOnPhone: true }]);
  await vi.advanceTimersByTimeAsync(6000);

  expect(sent).toHaveLength(3);
  expect(syncs.slice(1)).toEqual([
    { state: "waiting", since, isOnPhone: true },
    { state: "saved" },
  ]);
});

test("on a phone that keeps nothing, nothing is claimed", async () => {
  const { autosave, setting, syncs } = autosaveWith();
  setting.isOnPhone = false;

  autosave.take(changed(40, 100));
  await vi.advanceTimersByTimeAsync(0);
  expect(syncs).toEqual([null]);
  await vi.advanceTimersByTimeAsync(1000);

  expect(syncs.at(-1)).toEqual({ state: "saved" });
});

test("what another device changed later is shown; what it changed earlier is not", async () => {
  const { autosave, shown } = autosaveWith(saved({ mood: 10, place: 2 }, { mood: 50, place: 300 }));

  autosave.take(changed(40, 100));
  await vi.advanceTimersByTimeAsync(1000);

  expect(shown).toEqual([{ place: 2 }]);
});

test("the item under the person's hands stays as it is", async () => {
  const { autosave, setting, shown } = autosaveWith(saved({ mood: 10 }, { mood: 900 }));
  setting.busy = "mood";

  autosave.take(changed(40, 100));
  await vi.advanceTimersByTimeAsync(1000);

  expect(shown).toEqual([]);
  expect(autosave.items.mood?.draft).toBe(40);
});

test("an answer that waits for its photo holds up no other, and goes when it can", async () => {
  const { autosave, setting, sent } = autosaveWith();
  setting.held = "view";

  autosave.take({ view: { draft: "id", at: 100, isSent: false }, ...changed(40, 200) });
  await vi.advanceTimersByTimeAsync(1000);
  setting.held = null;
  await autosave.flush();

  expect(sent).toEqual([["mood 40"], ['view "id"']]);
});

test("what has to wait for the photos is tried again, and not sent by a page that is left", async () => {
  const { autosave, setting, sent, syncs } = autosaveWith();
  setting.ready = Promise.resolve(false);

  autosave.take(changed(40, 100));
  await vi.advanceTimersByTimeAsync(1000);
  await autosave.flush({ isLast: true });
  expect(sent).toEqual([]);
  expect(syncs.at(-1)).toMatchObject({ state: "waiting" });
  setting.ready = Promise.resolve(true);
  await vi.advanceTimersByTimeAsync(2000);

  expect(sent).toEqual([["mood 40"]]);
});

test("a prompt that is closed ends the session and the saving", async () => {
  const closed: Failure = { outcome: "closed", reason: "partial" };
  const { autosave, sent, ends } = autosaveWith(() => closed);

  autosave.take(changed(40, 100));
  await vi.advanceTimersByTimeAsync(1000);
  autosave.take(changed(41, 200));
  await vi.advanceTimersByTimeAsync(10_000);

  expect(ends).toEqual([closed]);
  expect(sent).toHaveLength(1);
});

test("a page that is left sends at once what is not saved", async () => {
  const { autosave, sent } = autosaveWith();
  autosave.take(changed(40, 100));

  await autosave.flush({ isLast: true });
  await vi.advanceTimersByTimeAsync(10_000);

  expect(sent).toEqual([["mood 40"]]);
});
