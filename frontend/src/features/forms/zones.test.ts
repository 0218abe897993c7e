import { expect, test } from "vitest";

import { isZone, zoneGroups } from "@/features/forms/zones";

test("zoneGroups sorts the zones into parts of the world", () => {
  const groups = zoneGroups("Europe/Berlin");

  const europe = groups.find(({ area }) => area === "Europe");
  expect(europe?.zones).toContainEqual({ value: "Europe/Berlin", label: "Berlin" });
  const america = groups.find(({ area }) => area === "America");
  expect(america?.zones).toContainEqual({
    value: "America/Indiana/Knox",
    label: "Indiana, Knox",
  });
});

test("zoneGroups names each zone once, the current one also if nobody else knows it", () => {
  const values = zoneGroups("Mars/Olympus").flatMap(({ zones }) => zones.map((z) => z.value));

  expect(values).toContain("Mars/Olympus");
  expect(values).toContain("UTC");
  expect(new Set(values).size).toBe(values.length);
});

test.each([
  ["Europe/Warsaw", true],
  ["Mars/Olympus", false],
  ["", false],
])("isZone of %j is %j", (text, expected) => {
  expect(isZone(text)).toBe(expected);
});
