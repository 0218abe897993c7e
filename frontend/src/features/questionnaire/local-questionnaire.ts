import type { Arrangement, Definition, Expression, Item, Page, Texts } from "@/api/schema-types";
import type { Node } from "@/features/logic/tree";
import type { RichTextValue } from "@/features/rich-text/tokens";
import { textIn } from "@/i18n/texts";

/** A part of the schema with every text in one language, and of each expression what it means. */
export type InOneLanguage<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends Expression
    ? Node
    : T extends Texts
      ? RichTextValue
      : T extends readonly (infer E)[]
        ? InOneLanguage<E>[]
        : { [K in keyof T]: InOneLanguage<T[K]> };

export type LocalItem = InOneLanguage<Item>;
export type LocalItemOf<Kind extends LocalItem["kind"]> = Extract<LocalItem, { kind: Kind }>;
/** An item that the person sees; what is computed is not. */
export type AskedItem = Exclude<LocalItem, { kind: "computed" }>;
export type LocalPage = Pick<InOneLanguage<Page>, "name" | "title" | "show_if" | "end_if"> & {
  items: LocalItem[];
};

/** A questionnaire as one prompt shows it: one language, and everything in the order of showing. */
export interface LocalQuestionnaire {
  /** Whether a page is shown at a time, or one question. */
  presentation: "page" | "item";
  title: RichTextValue;
  introduction: RichTextValue | null;
  pages: LocalPage[];
}

/** Where the texts of an item stand; in `labels` of a grid there is one for each side. */
const TEXT_KEYS: readonly string[] = [
  ...["text", "help", "range_message", "label", "min_label", "max_label"],
  ...["unit", "yes_label", "no_label"],
];

type Read = (texts: Texts) => RichTextValue;

/** The questionnaire in one language; a missing text is given in the fallback language. */
export function inLanguage(
  { definition, arrangement }: { definition: Definition; arrangement: Arrangement },
  language: string,
  fallback: string,
): LocalQuestionnaire {
  const read = (texts: Texts) => {
    const text = textIn(texts, language, fallback);
    return (Object.hasOwn(definition.rich, text) ? definition.rich[text] : null) ?? text;
  };
  const pages = inOrder(definition.pages, ({ name }) => name, arrangement.pages);
  return {
    presentation: definition.presentation,
    title: read(definition.title),
    introduction: definition.introduction && read(definition.introduction),
    pages: pages.map((page) => pageIn(page, arrangement, read)),
  };
}

function pageIn(page: Page, arrangement: Arrangement, read: Read): LocalPage {
  const { name, title, show_if, end_if } = page;
  const items = inOrder(page.items, (item) => item.name, arrangement.items[name]);
  return {
    name,
    title: title && read(title),
    show_if: show_if?.tree ?? null,
    end_if: end_if?.tree ?? null,
    items: items
      .filter((item) => !arrangement.left_out.includes(item.name))
      .map((item) => partIn(arranged(item, arrangement), read) as LocalItem),
  };
}

function arranged(item: Item, { options, rows }: Arrangement): Item {
  const inOptions = "options" in item && {
    options: inOrder<{ value: number }, number>(
      item.options,
      ({ value }) => value,
      options[item.name],
    ),
  };
  const inRows = "rows" in item && {
    rows: inOrder(item.rows, ({ name }) => name, rows[item.name]),
  };
  return { ...item, ...inOptions, ...inRows } as Item;
}

/** The parts in the order their names are listed in; as they are where nothing is listed. */
function inOrder<Part, Name>(
  parts: readonly Part[],
  nameOf: (part: Part) => Name,
  order: readonly Name[] = [],
): Part[] {
  if (order.length === 0) return [...parts];
  const byName = new Map(parts.map((part) => [nameOf(part), part]));
  return order.flatMap((name) => byName.get(name) ?? []);
}

/** Any part of an item: which of its values are texts and expressions is told by their keys. */
function partIn(part: unknown, read: Read): unknown {
  if (Array.isArray(part)) return part.map((one) => partIn(one, read));
  if (typeof part !== "object" || part === null) return part;
  const entries = Object.entries(part).map(([key, value]: [string, unknown]) => [
    key,
    value === null ? null : valueIn(key, value, read),
  ]);
  return Object.fromEntries(entries);
}

function valueIn(key: string, value: unknown, read: Read): unknown {
  if (key === "show_if" || key === "formula") return (value as Expression).tree;
  if (TEXT_KEYS.includes(key)) return read(value as Texts);
  if (key === "labels") {
    const sides = Object.entries(value as Record<string, Texts>);
    return Object.fromEntries(sides.map(([side, texts]) => [side, read(texts)]));
  }
  return partIn(value, read);
}
