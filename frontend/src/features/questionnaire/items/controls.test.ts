import { expect, test } from "vitest";

import { controlOf, loadKinds, missingKinds } from "@/features/questionnaire/items/controls";

test("controls of common kinds are there, those of rare kinds once they are loaded", async () => {
  expect(missingKinds(["slider", "matrix", "text", "matrix"])).toEqual(["matrix"]);

  await loadKinds(["matrix"]);

  expect(missingKinds(["slider", "matrix"])).toEqual([]);
  expect(controlOf("matrix")).toBeTypeOf("function");
});
