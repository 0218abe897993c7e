import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { addressIn, importTwice } from "@/features/questionnaire/import-twice";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const module = { MatrixAnswer: "control" };
const lost = new TypeError("Importing a module script failed.");

test("what did not come is asked for once more, a second later", async () => {
  const load = vi.fn().mockRejectedValueOnce(lost).mockResolvedValueOnce(module);

  const imported = importTwice(load);
  await vi.advanceTimersByTimeAsync(999);
  expect(load).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);

  expect(await imported).toBe(module);
});

test("what does not come a second time either has failed", async () => {
  const load = vi.fn().mockRejectedValue(lost);

  const imported = expect(importTwice(load)).rejects.toBe(lost);
  await vi.advanceTimersByTimeAsync(60_000);

  await imported;
  expect(load).toHaveBeenCalledTimes(2);
});

test.each([
  "Failed to fetch dynamically imported module: https://esm.example.org/_astro/matrix.A-_1.js",
  "error loading dynamically imported module: https://esm.example.org/_astro/matrix.A-_1.js",
])("a module that a browser names gets another address: %s", (said) => {
  const address = addressIn(new TypeError(said));

  expect(address).toBe("https://esm.example.org/_astro/matrix.A-_1.js?again");
});

test("a module that no browser names keeps its address", () => {
  expect(addressIn(lost)).toBeUndefined();
});
