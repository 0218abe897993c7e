import type { RichTextValue } from "@/features/rich-text/tokens";

interface Statement {
  /** What is read before; nothing where the text is one paragraph. */
  before: RichTextValue | undefined;
  /** What one agrees to by the tick; nothing where the text does not end in a paragraph. */
  statement: RichTextValue | undefined;
}

/** A consent's text in two: its last paragraph stands beside the box, the rest above. */
export function statementIn(text: RichTextValue): Statement {
  const last = typeof text === "string" ? undefined : text.at(-1);
  if (typeof text === "string" || last === undefined) {
    return { before: undefined, statement: text };
  }
  if (last.kind !== "paragraph") return { before: text, statement: undefined };
  return { before: text.length > 1 ? text.slice(0, -1) : undefined, statement: [last] };
}
