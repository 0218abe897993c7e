import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import type { Arrangement, Definition } from "@/api/schema-types";
import type { Scope } from "@/features/logic/evaluating";
import { inLanguage } from "@/features/questionnaire/local-questionnaire";
import { walk } from "@/features/questionnaire/walk";

interface Vector {
  definition: Definition;
  arrangement: Arrangement;
  scope: Omit<Scope, "answers">;
  answers: Record<string, unknown>;
  pages: { name: string; items: string[] }[];
  ended_by: string | null;
  computed: Record<string, unknown>;
}

const VECTORS = new URL("../../../../app/tests/questionnaires/vectors/walks.json", import.meta.url);
const CASES = JSON.parse(readFileSync(VECTORS, "utf8")) as Vector[];

test.each(CASES)("the way of vector %# is the server's", (vector) => {
  const way = walk(inLanguage(vector, "en", "en"), vector.answers, vector.scope);

  const pages = way.pages.map(({ page, items }) => ({
    name: page.name,
    items: items.map(({ name }) => name),
  }));
  expect({ pages, ended_by: way.endedBy, computed: way.computed }).toEqual({
    pages: vector.pages,
    ended_by: vector.ended_by,
    computed: vector.computed,
  });
});
