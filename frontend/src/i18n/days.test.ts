import { expect, test } from "vitest";

import { dayInWords, shortDay, shortMoment, weekdayName } from "@/i18n/days";

test.each([
  ["en", "Monday"],
  ["pl", "Poniedziałek"],
  ["de", "Montag"],
])("weekdayName begins a line in %s", (language, name) => {
  expect(weekdayName("mon", language)).toBe(name);
});

test("dayInWords has the weekday in it", () => {
  expect(dayInWords("2027-03-28", "en")).toBe("Sunday, March 28");
  expect(dayInWords("2027-03-28", "de")).toBe("Sonntag, 28. März");
});

test("a local moment is shown as it is, also in the hour that the night of the clock change lacks", () => {
  expect(shortMoment("2027-03-28T02:30", "de")).toBe("28. März, 02:30");
  expect(shortMoment("2027-03-28T02:30:15.5", "pl")).toBe("28 mar, 02:30");
  expect(shortDay("2027-03-28", "pl")).toBe("28 mar");
});
