import type { KeptPrompt } from "@/features/saving/outbox";
import type { OutboxStore, WaitingPhoto } from "@/features/saving/outbox-store";

const WALL = Date.parse("2026-11-22T13:40:00Z");

/** A prompt as a phone keeps it, for tests, with the parts a test cares about. */
export function keptPrompt(parts: Partial<KeptPrompt> = {}): KeptPrompt {
  const timings = { items: {}, pages: {}, hidden: [], device: null };
  const anchor = { server: WALL, wall: WALL };
  const nothing = { items: {}, page: null, timings, anchor, outgoing: null, isRefused: false };
  return { key: "a".repeat(64), version: 2, ...nothing, ...parts };
}

/** An outbox that is gone with the test. */
export function outboxInMemory(...prompts: KeptPrompt[]): OutboxStore {
  const kept = new Map(prompts.map((prompt) => [prompt.key, prompt]));
  const photos = new Map<string, WaitingPhoto>();
  const allOf = (key?: string) =>
    [...photos.values()].filter(({ prompt }) => key === undefined || prompt === key);
  return {
    all: () => Promise.resolve([...kept.values()]),
    read: (key) => Promise.resolve(kept.get(key)),
    change: async (key, change) => {
      await Promise.resolve();
      const next = change(kept.get(key));
      if (next !== undefined) kept.set(key, next);
      else {
        kept.delete(key);
        for (const { id } of allOf(key)) photos.delete(id);
      }
    },
    photos: (key) => Promise.resolve(allOf(key)),
    putPhoto: async (photo) => {
      await Promise.resolve();
      photos.set(photo.id, photo);
    },
    dropPhoto: async ({ id }) => {
      await Promise.resolve();
      photos.delete(id);
    },
  };
}
