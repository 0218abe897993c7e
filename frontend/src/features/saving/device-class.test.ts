import { expect, test } from "vitest";

import { deviceClass } from "@/features/saving/device-class";

test.each([
  [390, 844, true, "phone"],
  [844, 390, true, "phone"],
  [600, 960, true, "tablet"],
  [1920, 1080, false, "desktop"],
  [390, 844, false, "desktop"],
])("a screen of %i x %i, coarse %s, is a %s", (width, height, isCoarse, device) => {
  expect(deviceClass({ width, height, isCoarse })).toBe(device);
});
