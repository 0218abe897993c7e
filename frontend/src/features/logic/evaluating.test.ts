import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { evaluate, isTrue, type Scope } from "@/features/logic/evaluating";
import type { Node } from "@/features/logic/tree";
import { shown, type Value } from "@/features/logic/values";

interface Vector {
  source: string;
  tree: Node;
  scope: Scope;
  value: Value | null;
}

const VECTORS = new URL(
  "../../../../app/tests/questionnaires/vectors/expressions.json",
  import.meta.url,
);
const CASES = JSON.parse(readFileSync(VECTORS, "utf8")) as Vector[];

test.each(CASES)("$source has the value of the vector", ({ tree, scope, value }) => {
  const found = evaluate(tree, scope);

  // `toBe` and `toEqual` tell -0 from 0.
  if (Array.isArray(value)) expect(found).toEqual(value);
  else expect(found).toBe(value);
  expect(isTrue(tree, scope)).toBe(value === true);
});

test.each([
  [null, ""],
  [true, "true"],
  [false, "false"],
  ["a b", "a b"],
  [[1, 2.5], "1, 2.5"],
  [0, "0"],
  [-0, "0"],
  [-0.0000001, "0"],
  [-0.0000006, "-0.000001"],
  [100, "100"],
  [-20, "-20"],
  [0.1 + 0.2, "0.3"],
  [1 / 3, "0.333333"],
  [0.0078125, "0.007813"],
  [-0.0078125, "-0.007813"],
  [1e-9, "0"],
  [1e15, "1000000000000000"],
  [123456789012345.67, "123456789012345.671875"],
  [999999999.9999996, "1000000000"],
] as const)("a text shows %s", (value, text) => {
  expect(shown(value)).toBe(text);
});
