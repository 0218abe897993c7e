import { expect, test } from "vitest";

import { extentOf, labelRoom } from "@/features/questionnaire/items/label-room";

test.each([
  [3, "few"],
  [5, "few"],
  [6, "some"],
  [7, "some"],
  [8, "many"],
  [11, "many"],
] as const)("%i points are %s", (points, extent) => {
  expect(extentOf(points)).toBe(extent);
});

test("digits have room below every point", () => {
  expect(labelRoom(Array.from({ length: 11 }, (_, value) => String(value)))).toBe("always");
});

test("short words have room below five points on a phone", () => {
  expect(labelRoom(["not at all", "a little", "some", "much", "very much"])).toBe("always");
});

test("longer words have room below five points on a wide screen", () => {
  expect(labelRoom(["Strongly disagree", "", "Undecided", "", "Strongly agree"])).toBe("when_wide");
});

test("the longest words have room only at the ends", () => {
  expect(labelRoom(["zdecydowanie", "", "", "", "", "", "niezdecydowanie"])).toBe("never");
});
