import { expect, test } from "vitest";

import { statementIn } from "@/features/questionnaire/items/statement";
import type { Block } from "@/features/rich-text/tokens";

const heading: Block = { kind: "heading", level: 2, content: [{ kind: "text", text: "Data" }] };
const agreed: Block = { kind: "paragraph", content: [{ kind: "text", text: "I agree." }] };
const points: Block = { kind: "bullet_list", items: [{ content: [], lists: [] }] };

test("a text of one paragraph stands beside the box", () => {
  expect(statementIn("I agree.")).toEqual({ before: undefined, statement: "I agree." });
  expect(statementIn([agreed])).toEqual({ before: undefined, statement: [agreed] });
});

test("of a longer text the last paragraph stands beside the box", () => {
  expect(statementIn([heading, agreed])).toEqual({ before: [heading], statement: [agreed] });
});

test("a text that ends in a list leaves the box without words", () => {
  expect(statementIn([agreed, points])).toEqual({ before: [agreed, points], statement: undefined });
});
