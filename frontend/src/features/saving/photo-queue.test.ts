import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Outcome } from "@/api/client";
import type { SentPhoto } from "@/api/schema-types";
import type { OutboxStore } from "@/features/saving/outbox-store";
import { PhotoQueue } from "@/features/saving/photo-queue";
import { keptPrompt, outboxInMemory } from "@/features/saving/sample-outbox";

const { key } = keptPrompt();
const photo = new Blob(["a photo"], { type: "image/jpeg" });
const lost: Outcome<SentPhoto> = { outcome: "network" };
const taken: Outcome<SentPhoto> = { outcome: "done", value: { id: "as sent" } };

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A queue whose server answers in turn, and then takes everything. */
function queueOn(outbox: OutboxStore, ...answers: Outcome<SentPhoto>[]) {
  const asked: string[] = [];
  const refused: string[] = [];
  const client = {
    sendPhoto: (_item: string, _photo: Blob, id?: string) => {
      asked.push(id ?? "");
      return Promise.resolve(answers.shift() ?? taken);
    },
  };
  const queue = new PhotoQueue({ client, outbox, key });
  const onChange = vi.fn();
  queue.tell({
    keep: () => Promise.resolve(true),
    onChange,
    onRefused: (item) => refused.push(item),
  });
  return { queue, asked, refused, onChange };
}

test("a photo is on the phone before it is sent, and then no more", async () => {
  const outbox = outboxInMemory();
  const { queue, asked } = queueOn(outbox);
  const kept: string[] = [];

  const sent = await queue.send("view", photo, (id) => kept.push(id));

  expect(sent).toEqual({ outcome: "done", id: kept[0] });
  expect(asked).toEqual(kept);
  expect(await outbox.photos()).toEqual([]);
});

test("without a network a photo waits under its id, is tried again, and goes", async () => {
  const outbox = outboxInMemory();
  const { queue, asked } = queueOn(outbox, lost, lost);

  expect(await queue.send("view", photo, vi.fn())).toEqual({ outcome: "kept" });
  const [id = ""] = queue.waiting;
  expect([queue.holds(id), queue.holds("another")]).toEqual([true, false]);
  await vi.advanceTimersByTimeAsync(2000);
  await vi.advanceTimersByTimeAsync(4000);

  expect(asked).toEqual([id, id, id]);
  expect([queue.waiting, await outbox.photos()]).toEqual([[], []]);
});

test("what waits on the phone is known to the next page and to other tabs", async () => {
  const outbox = outboxInMemory();
  await outbox.putPhoto({ prompt: key, id: "1", item: "view", photo });
  const { queue, onChange } = queueOn(outbox);

  await queue.refresh();
  await queue.refresh();

  expect(queue.holds("1")).toBe(true);
  expect(onChange).toHaveBeenCalledTimes(1);
});

test("two calls at once send a photo once", async () => {
  const outbox = outboxInMemory();
  await outbox.putPhoto({ prompt: key, id: "1", item: "view", photo });
  const { queue, asked } = queueOn(outbox);

  expect(await Promise.all([queue.sendAll(), queue.sendAll()])).toEqual([true, true]);

  expect(asked).toEqual(["1"]);
});

test("a photo that the server will not have is told of, and gone", async () => {
  const outbox = outboxInMemory();
  const { queue, refused } = queueOn(outbox, { outcome: "not_a_photo" });

  expect(await queue.send("view", photo, vi.fn())).toEqual({ outcome: "not_a_photo" });

  expect(refused).toEqual(["view"]);
  expect(await outbox.photos()).toEqual([]);
});

test("a photo that was taken away is not sent", async () => {
  const outbox = outboxInMemory();
  const { queue, asked } = queueOn(outbox, lost);
  await queue.send("view", photo, vi.fn());

  await queue.drop(queue.waiting[0] ?? "");
  await vi.advanceTimersByTimeAsync(60_000);

  expect(asked).toHaveLength(1);
  expect(await outbox.photos()).toEqual([]);
});

test.each([
  ["the thirteenth", Array.from({ length: 12 }, () => new Blob(["x"]))],
  ["more than thirty megabytes", [new Blob([new Uint8Array(30_000_000)])]],
])("%s does not wait on the phone", async (_what, photos) => {
  const outbox = outboxInMemory();
  for (const [place, one] of photos.entries()) {
    await outbox.putPhoto({ prompt: "another", id: `${place}`, item: "view", photo: one });
  }
  const { queue } = queueOn(outbox, lost);
  const onKept = vi.fn();

  expect(await queue.send("view", photo, onKept)).toEqual({ outcome: "full" });

  expect(onKept).not.toHaveBeenCalled();
  expect(await outbox.photos()).toHaveLength(photos.length);
});

test("where the phone gives no room, a photo is sent as long as there is a network", async () => {
  const putPhoto = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
  const { queue, asked } = queueOn({ ...outboxInMemory(), putPhoto });

  const sent = await queue.send("view", photo, vi.fn());

  expect(sent).toEqual({ outcome: "done", id: asked[0] });
});

test("nothing is tried again once the page is done", async () => {
  const { queue, asked } = queueOn(outboxInMemory(), lost);
  await queue.send("view", photo, vi.fn());

  queue.stop();
  await vi.advanceTimersByTimeAsync(120_000);

  expect(asked).toHaveLength(1);
});
