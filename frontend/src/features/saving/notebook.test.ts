import { afterEach, expect, test, vi } from "vitest";

import type { Known } from "@/features/saving/kept-record";
import { Notebook } from "@/features/saving/notebook";
import type { OutboxStore } from "@/features/saving/outbox-store";
import { keptPrompt, outboxInMemory } from "@/features/saving/sample-outbox";

const { isRefused: _isRefused, ...prompt } = keptPrompt({ key: "of-tests" });
const known: Known = { ...prompt, timings: { items: {}, pages: {}, hidden: [], device: null } };
const item = (draft: number, at: number) => ({ mood: { draft, at, isSent: false } });

const open: Notebook[] = [];
afterEach(async () => {
  // A channel between tabs keeps the process from ending; that of a test may be closed already.
  await Promise.allSettled(open.splice(0).map((one) => one.forget()));
});

/** A tab's notebook on an outbox, what it knows, and what it hears of other tabs. */
function tabOn(outbox: OutboxStore) {
  const tab = { known, onChanged: vi.fn(), onOver: vi.fn() };
  const { onChanged, onOver } = tab;
  const notebook = new Notebook({
    ...{ outbox, key: known.key, onChanged, onOver },
    known: () => tab.known,
  });
  open.push(notebook);
  return { tab, notebook };
}

test("what is known is written down, and another tab is told", async () => {
  const outbox = outboxInMemory();
  const mine = tabOn(outbox);
  const { tab: other } = tabOn(outbox);
  mine.tab.known = { ...known, items: item(40, 100) };

  expect(await mine.notebook.write()).toBe(true);

  expect(await outbox.read(known.key)).toMatchObject({ items: item(40, 100) });
  await vi.waitFor(() => {
    expect(other.onChanged).toHaveBeenCalledOnce();
  });
  expect(mine.tab.onChanged).not.toHaveBeenCalled();
});

test("writings that come together are one, with what is known at last", async () => {
  const outbox = outboxInMemory();
  const change = vi.spyOn(outbox, "change");
  const { tab, notebook } = tabOn(outbox);

  const writings = [notebook.write(), notebook.write()];
  tab.known = { ...known, items: item(41, 200) };

  expect(await Promise.all(writings)).toEqual([true, true]);
  expect(change).toHaveBeenCalledTimes(1);
  expect(await outbox.read(known.key)).toMatchObject({ items: item(41, 200) });
});

test("a phone that takes nothing more is not claimed to have anything, and is asked again", async () => {
  const outbox = outboxInMemory();
  vi.spyOn(outbox, "change").mockRejectedValueOnce(new DOMException("", "QuotaExceededError"));
  const { notebook } = tabOn(outbox);

  expect(await notebook.write()).toBe(false);
  expect(await notebook.write()).toBe(true);
});

test("answers that were refused no longer wait; the rest of the record stays", async () => {
  const outgoing = { what: "response", body: "{}", token: "t" } as const;
  const outbox = outboxInMemory(keptPrompt({ key: known.key, outgoing, items: item(40, 100) }));
  const { notebook } = tabOn(outbox);

  await notebook.release();

  expect(await outbox.read(known.key)).toMatchObject({ outgoing: null, items: item(40, 100) });
});

test("what is over is gone with its photos, and other tabs hear of it", async () => {
  const outbox = outboxInMemory(keptPrompt({ key: known.key }));
  await outbox.putPhoto({ prompt: known.key, id: "1", item: "view", photo: new Blob(["x"]) });
  const { notebook } = tabOn(outbox);
  const { tab: other } = tabOn(outbox);

  await notebook.forget();

  expect([await outbox.all(), await outbox.photos()]).toEqual([[], []]);
  await vi.waitFor(() => {
    expect(other.onOver).toHaveBeenCalledOnce();
  });
});
