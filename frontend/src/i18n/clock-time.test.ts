import { expect, test } from "vitest";

import { clockTime } from "@/i18n/clock-time";

const warsaw = { timeZone: "Europe/Warsaw", language: "pl" };

test("clockTime is the time in the participant's zone", () => {
  const now = new Date("2026-11-22T13:00:00Z");

  const written = clockTime(new Date("2026-11-22T13:35:00Z"), now, warsaw);

  expect(written).toBe("14:35");
});

test("clockTime names the weekday when the instant is on another local day", () => {
  const now = new Date("2026-11-22T22:30:00Z");

  const written = clockTime(new Date("2026-11-22T23:05:00Z"), now, warsaw);

  expect(written).toBe("00:05 (poniedziałek)");
});

test.each([
  ["2026-11-28T23:30:00Z", "00:30 (niedziela, 29 listopada)"],
  ["2026-11-28T22:30:00Z", "23:30 (sobota)"],
])("clockTime names the date from a week ahead, as of %s", (instant, expected) => {
  const now = new Date("2026-11-22T13:00:00Z");

  expect(clockTime(new Date(instant), now, warsaw)).toBe(expected);
});

test("clockTime follows the clock change", () => {
  const now = new Date("2027-03-28T00:30:00Z");

  const written = clockTime(new Date("2027-03-28T01:15:00Z"), now, warsaw);

  expect(written).toBe("03:15");
});
