import { expect, test } from "vitest";

import { readSettings, shownSettings, typedSettings } from "@/features/settings/chosen-settings";

const ASKED = { languages: ["en", "de"], asksHours: true, lacking: [] };
const EVERY_DAY = { from: "07:00", to: "23:00" };
const WEEK = Object.fromEntries(
  ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((day) => [day, EVERY_DAY]),
);

function typed(fields: Record<string, string>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return typedSettings(form);
}

const HOURS = {
  ...{ weekdays_from: "07:00", weekdays_to: "23:00" },
  ...{ weekend_from: "07:00", weekend_to: "23:00" },
};

test("settings are read as they are stored", () => {
  const settings = typed({ language: "de", time_zone: "Europe/Berlin", ...HOURS });

  expect(readSettings(settings, ASKED)).toEqual({
    stored: { language: "de", time_zone: "Europe/Berlin", wake_times: WEEK },
  });
});

test("stored settings come back as they were", () => {
  const stored = { language: "en", time_zone: "UTC", wake_times: WEEK };

  expect(readSettings(shownSettings(stored), ASKED)).toEqual({ stored });
});

test("hours are not asked where the study does not follow them", () => {
  const settings = typed({ language: "en", time_zone: "UTC" });

  expect(readSettings(settings, { ...ASKED, asksHours: false })).toEqual({
    stored: { language: "en", time_zone: "UTC", wake_times: null },
  });
});

test("everything that is wrong is said at once", () => {
  const settings = typed({ language: "pl", time_zone: "Mars/Olympus", ...HOURS, weekend_to: "" });

  expect(readSettings(settings, ASKED)).toEqual({
    errors: { language: true, time_zone: true, hours: { weekend: "missing" } },
  });
});
