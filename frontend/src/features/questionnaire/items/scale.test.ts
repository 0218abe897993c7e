import { expect, test } from "vitest";

import { middle, valueAt } from "@/features/questionnaire/items/scale";

const percent = { min: 0, max: 100, step: 1 };

test("valueAt takes the nearest value of the grid", () => {
  expect(valueAt(0.423, percent)).toBe(42);
  expect(valueAt(0.427, percent)).toBe(43);
});

test("valueAt stays between the ends of the line", () => {
  expect(valueAt(-0.2, percent)).toBe(0);
  expect(valueAt(1.3, percent)).toBe(100);
});

test("valueAt leaves no rounding dirt on fine steps", () => {
  expect(valueAt(0.3, { min: 0, max: 1, step: 0.1 })).toBe(0.3);
  expect(valueAt(0.7, { min: -1, max: 1, step: 0.05 })).toBe(0.4);
});

test("valueAt never passes the last step that fits", () => {
  expect(valueAt(1, { min: 0, max: 10, step: 3 })).toBe(9);
});

test("middle lies on the grid", () => {
  expect(middle(percent)).toBe(50);
  expect(middle({ min: 1, max: 8, step: 1 })).toBe(5);
});
