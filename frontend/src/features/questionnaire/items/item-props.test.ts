import { expect, test } from "vitest";

import { describedBy, hasMore } from "@/features/questionnaire/items/item-props";
import { text } from "@/features/questionnaire/sample-items";
import type { Block } from "@/features/rich-text/tokens";

const paragraph: Block = { kind: "paragraph", content: [{ kind: "text", text: "Hm" }] };
const list: Block = { kind: "bullet_list", items: [] };

test("a question has more to say after a first paragraph only", () => {
  expect(hasMore("Anything else?")).toBe(false);
  expect(hasMore([paragraph])).toBe(false);
  expect(hasMore([paragraph, list])).toBe(true);
  expect(hasMore([list, paragraph])).toBe(false);
});

test("a control is described by what there is: the rest of the question, help and error", () => {
  expect(describedBy(text(), false)).toBeUndefined();
  expect(describedBy(text({ text: [paragraph, list], help: "Briefly" }), true)).toBe(
    "more-note help-note error-note",
  );
});
