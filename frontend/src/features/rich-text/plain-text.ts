import type { Block, Fill, Inline, List, RichTextValue } from "@/features/rich-text/tokens";

/** The words of a text without any markup, for labels that are read aloud. */
export function plainText(text: RichTextValue, fill: Fill): string {
  return typeof text === "string" ? text : text.map((one) => blockText(one, fill)).join("\n\n");
}

/** The parts of a text that may stand in a label or a legend; undefined if it has blocks. */
export function phrasing(text: RichTextValue): readonly Inline[] | undefined {
  if (typeof text === "string") {
    return [{ kind: "text", text }];
  }
  const [first, second] = text;
  return first?.kind === "paragraph" && second === undefined ? first.content : undefined;
}

function blockText(block: Block, fill: Fill): string {
  return "items" in block ? points(block, fill).join("\n") : words(block.content, fill);
}

function points(list: List, fill: Fill): string[] {
  return list.items.flatMap(({ number, content, lists }) => {
    const mark = number === undefined ? "- " : `${number}. `;
    const indent = " ".repeat(mark.length);
    const below = lists.flatMap((one) => points(one, fill).map((line) => indent + line));
    return [mark + words(content, fill).replaceAll("\n", `\n${indent}`), ...below];
  });
}

function words(content: readonly Inline[], fill: Fill): string {
  return content.map((part) => partText(part, fill)).join("");
}

function partText(part: Inline, fill: Fill): string {
  switch (part.kind) {
    case "text":
      return part.text;
    case "break":
      return "\n";
    case "placeholder":
      return fill(part);
    case "link":
      return linkText(words(part.content, fill), part.address);
    default:
      return words(part.content, fill);
  }
}

function linkText(text: string, address: string): string {
  return text === address ? address : `${text} (${address})`;
}
