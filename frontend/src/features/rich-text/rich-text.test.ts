import { readFileSync } from "node:fs";

import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";

import { phrasing, plainText } from "@/features/rich-text/plain-text";
import { RichText } from "@/features/rich-text/rich-text";
import type { Block, Fill, RichTextValue } from "@/features/rich-text/tokens";

interface Case {
  name: string;
  values?: Record<string, string>;
  blocks: Block[];
  plain: string;
  html: string;
}

const FILE = new URL("../../../../app/tests/questionnaires/vectors/texts.json", import.meta.url);
const CASES = (JSON.parse(readFileSync(FILE, "utf8")) as (Case | { error: string })[]).filter(
  (one) => "blocks" in one,
);

const asWritten: Fill = ({ source }) => `{${source}}`;

function filling({ values }: Case): Fill {
  return values ? ({ source }) => values[source] ?? "" : asWritten;
}

/** What React makes of a text, in the spelling of the server. */
function rendered(text: RichTextValue, fill: Fill): string {
  return renderToStaticMarkup(createElement(RichText, { text, fill }))
    .replaceAll("<br/>", "<br>")
    .replaceAll("&#x27;", "'")
    .replaceAll("\u00a0", "&nbsp;")
    .replaceAll(/(?<=>|^)[^<]+/g, (words) => words.replaceAll("&quot;", '"'));
}

describe.each(CASES)("$name", (one) => {
  test("is rendered as on the server", () => {
    expect(rendered(one.blocks, filling(one))).toBe(one.html);
  });

  test("is the same plain text as on the server", () => {
    expect(plainText(one.blocks, filling(one))).toBe(one.plain);
  });
});

test("a text without markup comes as a string and is shown as it is", () => {
  const text = "**a** <b> {c}\n\n- d";

  expect(rendered(text, asWritten)).toBe("**a** &lt;b&gt; {c}\n\n- d");
  expect(plainText(text, asWritten)).toBe(text);
  expect(phrasing(text)).toEqual([{ kind: "text", text }]);
});

test("one paragraph may stand in a label, and blocks may not", () => {
  const paragraph: Block = { kind: "paragraph", content: [{ kind: "text", text: "a" }] };

  expect(phrasing([paragraph])).toBe(paragraph.content);
  expect(phrasing([paragraph, paragraph])).toBeUndefined();
  expect(phrasing([{ kind: "heading", level: 2, content: [] }])).toBeUndefined();
  expect(phrasing([])).toBeUndefined();
});

test("a placeholder is filled with its tree at hand", () => {
  const tree = { node: "item", name: "stress", part: null };
  const text: Block[] = [
    { kind: "paragraph", content: [{ kind: "placeholder", source: "stress", tree }] },
  ];

  const fill: Fill = (placeholder) => JSON.stringify(placeholder.tree);

  expect(plainText(text, fill)).toBe(JSON.stringify(tree));
});
