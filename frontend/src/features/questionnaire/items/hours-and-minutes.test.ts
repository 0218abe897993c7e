import { expect, test } from "vitest";

import {
  hoursOf,
  inHours,
  minutesOf,
  withHours,
  withMinutes,
} from "@/features/questionnaire/items/hours-and-minutes";

const sleep = { min_minutes: 30, max_minutes: 180, step_minutes: 15 };
const shift = { min_minutes: 0, max_minutes: 225, step_minutes: 45 };

test("a length is so many hours and minutes", () => {
  expect(inHours(135)).toEqual({ hours: 2, minutes: 15 });
});

test("only hours and minutes within the limits are offered", () => {
  expect(hoursOf(sleep)).toEqual([0, 1, 2, 3]);
  expect(minutesOf(sleep, 0)).toEqual([30, 45]);
  expect(minutesOf(sleep, 1)).toEqual([0, 15, 30, 45]);
  expect(minutesOf(sleep, 3)).toEqual([0]);
  expect(minutesOf(sleep)).toEqual([0, 15, 30, 45]);
});

test("steps that do not fill an hour offer other minutes in each", () => {
  expect(minutesOf(shift, 1)).toEqual([30]);
  expect(minutesOf(shift, 2)).toEqual([15]);
  expect(minutesOf(shift, 3)).toEqual([0, 45]);
});

test("hours chosen first stand with the fewest minutes", () => {
  expect(withHours(sleep, undefined, 2)).toBe(120);
  expect(withHours(sleep, undefined, 0)).toBe(30);
});

test("other hours keep the minutes where they can", () => {
  expect(withHours(sleep, 75, 2)).toBe(135);
  expect(withHours(sleep, 75, 3)).toBe(180);
});

test("minutes chosen first stand with the fewest hours", () => {
  expect(withMinutes(sleep, undefined, 45)).toBe(45);
  expect(withMinutes(sleep, undefined, 15)).toBe(75);
});

test("other minutes keep the hours where they can", () => {
  expect(withMinutes(sleep, 120, 45)).toBe(165);
  expect(withMinutes(sleep, 180, 45)).toBe(45);
});

test("whatever is chosen is a length the item takes", () => {
  for (const item of [sleep, shift, { min_minutes: 7, max_minutes: 1000, step_minutes: 3 }]) {
    for (const hours of hoursOf(item)) {
      for (const minutes of minutesOf(item)) {
        const length = withMinutes(item, withHours(item, undefined, hours), minutes);

        expect((length - item.min_minutes) % item.step_minutes).toBe(0);
        expect(length).toBeGreaterThanOrEqual(item.min_minutes);
        expect(length).toBeLessThanOrEqual(item.max_minutes);
      }
    }
  }
});
