import { expect, test } from "vitest";

import { readNumber } from "@/features/questionnaire/number-text";

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
