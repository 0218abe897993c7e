import { expect, test } from "vitest";

import {
  type Timed,
  timed,
  timedFrom,
  type TimingEvent,
  timingsAt,
} from "@/features/saving/timings";

const after = (...events: TimingEvent[]) => events.reduce<Timed>(timed, timedFrom(null, "phone"));

test("an item has when it was first shown, first touched and last changed, and how often", () => {
  const times = after(
    { type: "shown", item: "mood", at: 100 },
    { type: "touched", item: "mood", at: 200 },
    { type: "changed", item: "mood", at: 250 },
    { type: "touched", item: "mood", at: 300 },
    { type: "changed", item: "mood", at: 350 },
    { type: "shown", item: "mood", at: 400 },
  );

  expect(timingsAt(times, 500)).toMatchObject({ items: { mood: [100, 200, 350, 2] } });
});

test("an item that is changed unseen was shown and touched by then", () => {
  const times = after({ type: "changed", item: "mood", at: 250 });

  expect(timingsAt(times, 500).items).toEqual({ mood: [250, 250, 250, 1] });
});

test("a page has when it was first shown, and how long in all", () => {
  const times = after(
    { type: "turned", page: "p1", at: 0 },
    { type: "turned", page: "p2", at: 100 },
    { type: "turned", page: "p1", at: 150 },
  );

  expect(timingsAt(times, 250).pages).toEqual({ p1: [0, 200], p2: [100, 50] });
});

test("while the page is out of sight it is not shown", () => {
  const times = after(
    { type: "turned", page: "p1", at: 0 },
    { type: "hid", at: 100 },
    { type: "hid", at: 150 },
    { type: "returned", at: 300 },
  );

  expect(timingsAt(times, 400)).toMatchObject({ pages: { p1: [0, 200] }, hidden: [[100, 300]] });
});

test("what is going on is told up to now, and goes on", () => {
  const times = after({ type: "turned", page: "p1", at: 0 }, { type: "hid", at: 100 });

  expect(timingsAt(times, 400)).toMatchObject({ pages: { p1: [0, 100] }, hidden: [[100, 400]] });
  expect(timingsAt(times, 500).hidden).toEqual([[100, 500]]);
});

test("of too many stretches out of sight, the nearest become one", () => {
  const starts = Array.from({ length: 51 }, (_, place) =>
    place === 30 ? 30 * 100 - 60 : place * 100,
  );
  const times = after(
    ...starts.flatMap((at): TimingEvent[] => [
      { type: "hid", at },
      { type: "returned", at: at + 20 },
    ]),
  );

  const { hidden } = timingsAt(times, 9999);

  expect(hidden).toHaveLength(50);
  expect(hidden).toContainEqual([2900, 2960]);
});

test("the times of an earlier page go on", () => {
  const left = timingsAt(
    after({ type: "turned", page: "p1", at: 0 }, { type: "changed", item: "mood", at: 50 }),
    100,
  );

  const times = [
    { type: "turned", page: "p1", at: 200 } as const,
    { type: "changed", item: "mood", at: 250 } as const,
  ].reduce<Timed>(timed, timedFrom(left, "desktop"));

  expect(timingsAt(times, 300)).toEqual({
    items: { mood: [50, 50, 250, 2] },
    pages: { p1: [0, 200] },
    hidden: [],
    device: "desktop",
  });
});
