import { expect, test } from "vitest";

import { fitsDecimals, reaches } from "@/features/questionnaire/answering/written";

test("fitsDecimals counts the digits after the point", () => {
  expect(fitsDecimals(7.25, 2)).toBe(true);
  expect(fitsDecimals(7.25, 1)).toBe(false);
  expect(fitsDecimals(7, 0)).toBe(true);
  expect(fitsDecimals(-1200, 0)).toBe(true);
  expect(fitsDecimals(1e-7, 6)).toBe(false);
  expect(fitsDecimals(0.1 + 0.2, 2)).toBe(false);
});

test.each([
  [0.3, 0, 0.1, true],
  [0.7, 0, 0.1, true],
  [0.25, 0, 0.1, false],
  [-0.3, -1, 0.1, true],
  [4.35, 0, 0.01, true],
  [1e14, 0, 0.001, true],
  [1e-7, 0, 1e-7, true],
  [1.5e-7, 0, 1e-7, false],
  [7, 1, 2, true],
  [8, 1, 2, false],
  [100, 0, 1e-300, true],
])("from %d to %d by steps of %d: %s", (value, start, step, expected) => {
  expect(reaches(value, { start, step })).toBe(expected);
});

test("all thousand steps of a tenth are reached, and nothing beside them", () => {
  const places = Array.from({ length: 1001 }, (_, step) => Number((step / 10).toFixed(1)));

  expect(places.filter((place) => !reaches(place, { start: 0, step: 0.1 }))).toEqual([]);
  expect(places.filter((place) => reaches(place + 0.05, { start: 0, step: 0.1 }))).toEqual([]);
});
