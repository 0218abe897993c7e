import { expect, test } from "vitest";

import { fitsDecimals, readNumber } from "@/features/questionnaire/number-text";

test.each([
  ["7", 7],
  ["7,5", 7.5],
  ["7.5", 7.5],
  [" 1 200 ", 1200],
  ["\u22123,25", -3.25],
  [",5", 0.5],
  ["3,", 3],
])("readNumber reads %s", (text, expected) => {
  expect(readNumber(text)).toBe(expected);
});

test.each(["", "seven", "1.2.3", "1,2,3", "1e5", "0x10", "--1", "9".repeat(16)])(
  "readNumber refuses %s",
  (text) => {
    expect(readNumber(text)).toBeNull();
  },
);

test("fitsDecimals counts the digits after the point", () => {
  expect(fitsDecimals(7.25, 2)).toBe(true);
  expect(fitsDecimals(7.25, 1)).toBe(false);
  expect(fitsDecimals(7, 0)).toBe(true);
  expect(fitsDecimals(0.1 + 0.2, 2)).toBe(false);
});
