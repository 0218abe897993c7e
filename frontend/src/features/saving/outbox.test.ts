import { expect, test } from "vitest";

import {
  isStale,
  itemsFrom,
  type KeptItem,
  laterOf,
  unsentOf,
  withSent,
} from "@/features/saving/outbox";
import { keptPrompt } from "@/features/saving/sample-outbox";

const item = (draft: KeptItem["draft"], at: number, isSent = false): KeptItem => ({
  draft,
  at,
  isSent,
});

test("of two devices the later change counts, item by item", () => {
  const mine = { mood: item(40, 900), place: item(1, 100), note: item("mine", 500) };
  const theirs = { mood: item(10, 300), place: item(undefined, 200), note: item("theirs", 500) };

  expect(laterOf(mine, theirs)).toEqual({ mood: mine.mood, place: theirs.place, note: mine.note });
});

test("where nothing is newer, nothing changes", () => {
  const mine = { mood: item(40, 900) };

  expect(laterOf(mine, { mood: item(10, 900) })).toBe(mine);
});

test("what the server has is sent, an answer taken away elsewhere included", () => {
  const server = { answers: { mood: 40 }, changed: { mood: 100, place: 200 } };

  expect(itemsFrom(server, (answers) => answers as Record<string, number>)).toEqual({
    mood: item(40, 100, true),
    place: item(undefined, 200, true),
  });
});

test("what was changed while it was sent is not sent yet", () => {
  const sent = { mood: item(40, 100), place: item(1, 100) };
  const now = { ...sent, mood: item(41, 150) };

  expect(unsentOf(withSent(now, sent))).toEqual({ mood: item(41, 150) });
});

test("what nobody came back to in eight days is stale", () => {
  const kept = keptPrompt();
  const day = 86_400_000;

  expect(isStale(kept, kept.anchor.wall + 8 * day)).toBe(false);
  expect(isStale(kept, kept.anchor.wall + 8 * day + 1)).toBe(true);
});
