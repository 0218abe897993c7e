import { describe, expect, test } from "vitest";

import {
  entriesOf,
  readHours,
  typedHours,
  WEEKDAYS,
  type WakeTimes,
} from "@/features/hours/wake-times";

const EARLY = { from: "06:30", to: "22:00" };
const LATE = { from: "09:00", to: "01:00" };
const WEEK: WakeTimes = {
  ...{ mon: EARLY, tue: EARLY, wed: EARLY, thu: EARLY, fri: EARLY },
  ...{ sat: LATE, sun: LATE },
};

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

describe("entriesOf", () => {
  test("shows the hours of a group once where its days agree", () => {
    expect(entriesOf(WEEK)).toEqual({ weekdays: EARLY, weekend: LATE });
  });

  test("shows each day where they differ", () => {
    expect(entriesOf({ ...WEEK, sun: EARLY })).toEqual({ weekdays: EARLY, sat: LATE, sun: EARLY });
  });

  test("shows nothing where nothing is known", () => {
    expect(entriesOf(null)).toEqual({});
  });
});

describe("readHours", () => {
  test("gives each weekday its hours, and a single one its own", () => {
    const typed = typedHours(
      form({
        ...{ weekdays_from: "7:00", weekdays_to: "23.15", weekend_from: "09:00" },
        ...{ weekend_to: "01:00", fri_from: "07:00", fri_to: "02:00" },
      }),
    );

    const read = readHours(typed, []);

    expect(read).toMatchObject({
      wake: {
        mon: { from: "07:00", to: "23:15" },
        fri: { from: "07:00", to: "02:00" },
        sun: LATE,
      },
    });
    expect(Object.keys("wake" in read ? read.wake : {})).toEqual([...WEEKDAYS]);
  });

  test("undoes entriesOf, also where a weekday has none", () => {
    const { wed: _none, ...some } = WEEK;

    expect(readHours(entriesOf(some), ["wed"])).toEqual({ wake: some });
  });

  test.each([
    [{}, { weekdays: "missing", weekend: "missing" }],
    [{ weekdays: EARLY, sat: LATE }, { weekend: "missing" }],
    [{ weekdays: EARLY, weekend: { from: "09:00", to: "" } }, { weekend: "missing" }],
    [{ weekdays: { from: "7", to: "23:00" }, weekend: LATE }, { weekdays: "malformed" }],
    [{ weekdays: { from: "07:00", to: "24:00" }, weekend: LATE }, { weekdays: "malformed" }],
    [{ weekdays: EARLY, weekend: LATE, wed: { from: "8:00", to: "08:00" } }, { wed: "same" }],
  ])("says what is wrong with %j", (typed, errors) => {
    expect(readHours(typed, [])).toEqual({ errors });
  });
});
