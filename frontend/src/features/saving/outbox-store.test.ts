import "fake-indexeddb/auto";

import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, test, vi } from "vitest";

import { openOutbox, type WaitingPhoto } from "@/features/saving/outbox-store";
import { keptPrompt } from "@/features/saving/sample-outbox";

const MINE = "a".repeat(64);
const OTHER = "b".repeat(64);
const item = { draft: 40, at: 900, isSent: false };

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
});

const photo = (prompt: string, id: string): WaitingPhoto => ({
  ...{ prompt, id, item: "view" },
  photo: new Blob([id]),
});

const ids = (photos: WaitingPhoto[]) => photos.map(({ id }) => id);

test("what is written is there for the next page, each prompt by its key", async () => {
  const outbox = await openOutbox();
  const mine = keptPrompt({ key: MINE, items: { mood: item } });
  await outbox.change(MINE, () => mine);
  await outbox.change(OTHER, () => keptPrompt({ key: OTHER }));

  const next = await openOutbox();

  expect(await next.read(MINE)).toEqual(mine);
  expect(await next.read("c".repeat(64))).toBeUndefined();
  expect((await next.all()).map(({ key }) => key)).toEqual([MINE, OTHER]);
});

test("two tabs that write at once lose nothing of each other", async () => {
  const [one, two] = [await openOutbox(), await openOutbox()];
  const adding =
    (name: string) =>
    (kept = keptPrompt({ key: MINE })) => ({
      ...kept,
      items: { ...kept.items, [name]: item },
    });

  await Promise.all([one.change(MINE, adding("mood")), two.change(MINE, adding("place"))]);

  expect(await one.read(MINE)).toMatchObject({ items: { mood: item, place: item } });
});

test("a change that fails leaves what was there, and says so", async () => {
  const outbox = await openOutbox();
  const kept = keptPrompt({ key: MINE, items: { mood: item } });
  await outbox.change(MINE, () => kept);

  // A function is nothing that a browser can write down.
  const written = outbox.change(MINE, () => ({ ...kept, page: (() => null) as never }));

  await expect(written).rejects.toBeDefined();
  expect(await outbox.read(MINE)).toEqual(kept);
});

test("photos wait with their prompt, and one at a time is dropped", async () => {
  const outbox = await openOutbox();
  for (const one of [photo(MINE, "1"), photo(MINE, "2"), photo(OTHER, "3")]) {
    await outbox.putPhoto(one);
  }

  await outbox.dropPhoto({ prompt: MINE, id: "1" });
  await outbox.dropPhoto({ prompt: MINE, id: "3" });

  expect(ids(await outbox.photos(MINE))).toEqual(["2"]);
  expect(ids(await outbox.photos())).toEqual(["2", "3"]);
});

test("a prompt that is over goes with its photos, and with no other's", async () => {
  const outbox = await openOutbox();
  await outbox.change(MINE, () => keptPrompt({ key: MINE }));
  await outbox.putPhoto(photo(MINE, "1"));
  await outbox.putPhoto(photo(OTHER, "2"));

  await outbox.change(MINE, () => undefined);

  expect(await outbox.read(MINE)).toBeUndefined();
  expect(ids(await outbox.photos())).toEqual(["2"]);
});

test("prompts of a release that kept no photos stay when the place for photos is made", async () => {
  const kept = keptPrompt({ key: MINE });
  const older = indexedDB.open("esmpress", 1);
  await new Promise((resolve) => {
    older.onupgradeneeded = () => {
      older.result.createObjectStore("prompts", { keyPath: "key" }).put(kept);
    };
    older.onsuccess = resolve;
  });
  older.result.close();

  const outbox = await openOutbox();

  expect(await outbox.read(MINE)).toEqual(kept);
  expect(await outbox.photos()).toEqual([]);
});

test("an open page does not keep a later release from making its own places", async () => {
  await openOutbox();

  const later = indexedDB.open("esmpress", 3);

  await new Promise((resolve, reject) => {
    later.onsuccess = resolve;
    later.onblocked = reject;
  });
});

test("where the browser gives no room there is no outbox", async () => {
  vi.stubGlobal("indexedDB", {
    open: () => {
      throw new DOMException("denied", "SecurityError");
    },
  });

  await expect(openOutbox()).rejects.toThrow("denied");
});
