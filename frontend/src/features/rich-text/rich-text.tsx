import { Fragment, type ReactNode } from "react";

import { phrasing } from "@/features/rich-text/plain-text";
import type { Block, Fill, Inline, List, RichTextValue } from "@/features/rich-text/tokens";

interface RichTextProps {
  text: RichTextValue;
  fill: Fill;
}

/**
 * A researcher's text. One paragraph comes without a tag of its own, so that it can stand in a
 * label or a legend; `phrasing` tells whether a text is one.
 */
export function RichText({ text, fill }: RichTextProps): ReactNode {
  if (typeof text === "string") {
    return text;
  }
  const content = phrasing(text);
  return content ? words(content, fill) : each(text, (block) => shownBlock(block, fill));
}

function shownBlock(block: Block, fill: Fill): ReactNode {
  if ("items" in block) {
    return shownList(block, fill);
  }
  const Tag = block.kind === "paragraph" ? "p" : (`h${block.level}` as const);
  return <Tag>{words(block.content, fill)}</Tag>;
}

function shownList(list: List, fill: Fill): ReactNode {
  const Tag = list.kind === "numbered_list" ? "ol" : "ul";
  const items = each<List["items"][number]>(list.items, ({ number, content, lists }) => (
    <li value={number}>
      {words(content, fill)}
      {each(lists, (below) => shownList(below, fill))}
    </li>
  ));
  return <Tag>{items}</Tag>;
}

function words(content: readonly Inline[], fill: Fill): ReactNode {
  return each(content, (part) => shownPart(part, fill));
}

function shownPart(part: Inline, fill: Fill): ReactNode {
  switch (part.kind) {
    case "text":
      return part.text;
    case "break":
      return <br />;
    case "placeholder":
      // A value may be written from right to left, whatever stands around it.
      return <bdi>{fill(part)}</bdi>;
    case "strong":
      return <strong>{words(part.content, fill)}</strong>;
    case "emphasis":
      return <em>{words(part.content, fill)}</em>;
    case "link":
      return (
        <a href={part.address} rel="noopener noreferrer" target="_blank">
          {words(part.content, fill)}
        </a>
      );
  }
}

/** The parts as nodes; a text never changes its order, so places are keys. */
function each<Part>(parts: readonly Part[], show: (part: Part) => ReactNode): ReactNode {
  return parts.map((part, place) => <Fragment key={place}>{show(part)}</Fragment>);
}
