import { describe, expect, test } from "vitest";

import {
  answerBars,
  dayBars,
  dotsAt,
  linePoints,
  pathThrough,
  scaleOf,
  wholeDays,
} from "@/features/portal/chart-geometry";

const SCALE = { min: 0, max: 10 };

describe("dayBars", () => {
  test("stacks what was missed on what was answered, the highest day over the whole plane", () => {
    const [first, second] = dayBars([
      { answered: 3, missed: 1 },
      { answered: 1, missed: 0 },
    ]);

    expect(first?.answered).toMatchObject({ y: 25, height: 75 });
    expect(first?.missed).toMatchObject({ y: 0, height: 25 });
    expect(second?.answered).toMatchObject({ y: 75, height: 25 });
  });

  test("keeps the bars of many days inside the plane", () => {
    const last = dayBars(Array.from({ length: 60 }, () => ({ answered: 1, missed: 1 }))).at(-1);

    expect((last?.answered.x ?? 0) + (last?.answered.width ?? 0)).toBeLessThanOrEqual(100);
  });

  test("draws days on which nothing was asked", () => {
    expect(dayBars([{ answered: 0, missed: 0 }])[0]?.answered.height).toBe(0);
  });
});

describe("wholeDays", () => {
  const asked = { answered: 2, missed: 1 };

  test("has the days on which nothing was asked, and a week at least", () => {
    const days = wholeDays([
      { day: 2, date: "2027-03-27", ...asked },
      { day: 4, date: "2027-03-29", ...asked },
    ]);

    expect(days.map(({ day }) => day)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    expect(days[1]).toEqual({ day: 3, date: "2027-03-28", answered: 0, missed: 0 });
    expect(days[2]).toEqual({ day: 4, date: "2027-03-29", ...asked });
    expect(days.at(-1)?.date).toBe("2027-04-02");
  });

  test("of nothing is nothing", () => {
    expect(wholeDays([])).toEqual([]);
  });
});

describe("linePoints", () => {
  test("goes across by time, not by the number of answers", () => {
    const points = linePoints(
      [
        { at: "2027-03-01T08:00", value: 0 },
        { at: "2027-03-02T08:00", value: 5 },
        { at: "2027-03-05T08:00", value: 10 },
      ],
      SCALE,
    );

    expect(points).toEqual([
      { x: 0, y: 100 },
      { x: 25, y: 50 },
      { x: 100, y: 0 },
    ]);
  });

  test("puts a single answer in the middle, and one beyond the scale at its end", () => {
    expect(linePoints([{ at: "2027-03-01T08:00", value: 12 }], SCALE)).toEqual([{ x: 50, y: 0 }]);
  });
});

test("answerBars shows an answer at the lower end as well", () => {
  const [low, high] = answerBars([{ value: 0 }, { value: 10 }], SCALE);

  expect(low?.height).toBe(2);
  expect(high).toMatchObject({ y: 0, height: 100 });
});

test("paths are written with two decimals", () => {
  const points = [
    { x: 0, y: 100 / 3 },
    { x: 100, y: 50 },
  ];

  expect(pathThrough(points)).toBe("M0 33.33L100 50");
  expect(dotsAt(points)).toBe("M0 33.33h0M100 50h0");
});

test("a chart without a scale of its own follows its answers", () => {
  const points = [{ value: 4 }, { value: 9 }];

  expect(scaleOf({ min: null, max: null, points })).toEqual({ min: 0, max: 9 });
  expect(scaleOf({ min: 1, max: 7, points })).toEqual({ min: 1, max: 7 });
  expect(scaleOf({ min: null, max: null, points: [{ value: -3 }] })).toEqual({ min: -3, max: 0 });
});
