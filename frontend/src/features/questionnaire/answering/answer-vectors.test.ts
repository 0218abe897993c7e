import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import type { Definition, Item } from "@/api/schema-types";
import { checkValue } from "@/features/questionnaire/answering/answer-values";
import { inLanguage } from "@/features/questionnaire/local-questionnaire";

type Vector = { item: Item; given: unknown } & ({ answer: unknown } | { error: string });

const VECTORS = new URL(
  "../../../../../app/tests/questionnaires/vectors/answers.json",
  import.meta.url,
);
const CASES = JSON.parse(readFileSync(VECTORS, "utf8")) as Vector[];

function localItem(item: Item) {
  const page = { title: null, show_if: null, end_if: null, shuffle: false, fixed: false };
  const definition: Definition = {
    title: { en: "Now" },
    introduction: null,
    pages: [{ ...page, name: "page_1", items: [item] }],
    rotations: [],
    shuffle_pages: false,
    presentation: "page",
    rich: {},
  };
  const arrangement = { pages: [], items: {}, options: {}, rows: {}, left_out: [] };
  const [local] = inLanguage({ definition, arrangement }, "en", "en").pages[0]?.items ?? [];
  if (local === undefined) throw new Error("the page has lost its item");
  return local;
}

test.each(CASES.map((vector) => [vector.item.kind, JSON.stringify(vector.given), vector] as const))(
  "%s: %s is taken or refused as by the server",
  (_kind, _given, { item, given, ...outcome }) => {
    expect(checkValue(localItem(item), given)).toEqual(outcome);
  },
);
