import { expect, test } from "vitest";

import { type Anchor, MonotonicClock, type Reading } from "@/features/saving/monotonic-clock";

const OPENED = "2026-11-22T13:30:00Z";
const opened = Date.parse(OPENED);
/** The phone's wall clock shows another day. */
const WRONG = opened + 86_400_000;

/** A clock of a page that came 2 s after the opening, and what it reads, to be set. */
function clockWith(anchor: Anchor | null = null, start: Reading = { elapsed: 500, wall: WRONG }) {
  const reading = { ...start };
  const word = { serverTime: "2026-11-22T13:30:02Z", arrivedAt: 400 };
  return { clock: new MonotonicClock(OPENED, word, anchor, () => ({ ...reading })), reading };
}

test("the server's word and the page's own clock count, whatever the phone shows", () => {
  const { clock, reading } = clockWith();

  Object.assign(reading, { elapsed: 3500, wall: WRONG + 3000 });

  expect(clock.now()).toBe(2000 + 3100);
});

test("it never runs backwards", () => {
  const { clock, reading } = clockWith();
  reading.elapsed = 9500;
  const before = clock.now();

  Object.assign(reading, { elapsed: 700, wall: opened });

  expect(clock.now()).toBe(before);
});

test("a phone that slept is told by its wall clock", () => {
  const { clock, reading } = clockWith();

  Object.assign(reading, { elapsed: 600, wall: WRONG + 60_000 });

  expect(clock.now()).toBe(2100 + 60_000);
});

test("a page that was kept goes on from where the last one was left", () => {
  const anchor = { server: opened + 30_000, wall: WRONG + 30_000 };

  const { clock } = clockWith(anchor, { elapsed: 500, wall: WRONG + 90_000 });

  expect(clock.now()).toBe(90_000);
});

test("a page with news of the server's time needs no memory", () => {
  const anchor = { server: opened + 1000, wall: WRONG - 999_999 };

  const { clock } = clockWith(anchor);

  expect(clock.now()).toBe(2100);
});

test("a moment gone by is told apart from now, and lies after the opening", () => {
  const { clock, reading } = clockWith();
  reading.elapsed = 5500;

  expect(clock.at(1500)).toBe(3100);
  expect(clock.at(99_999)).toBe(clock.now());
  expect(clock.at(-99_999)).toBe(0);
});
