import type { Definition, Item, Texts } from "@/api/schema-types";
import { textIn } from "@/i18n/texts";

/** A part of the schema with every text in one language. */
export type InOneLanguage<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends Texts
    ? string
    : T extends readonly (infer E)[]
      ? InOneLanguage<E>[]
      : { [K in keyof T]: InOneLanguage<T[K]> };

export type LocalQuestionnaire = InOneLanguage<Definition>;
export type LocalItem = InOneLanguage<Item>;
export type LocalItemOf<Kind extends LocalItem["kind"]> = Extract<LocalItem, { kind: Kind }>;

/** The questionnaire in one language; a missing text is given in the fallback language. */
export function inLanguage(
  definition: Definition,
  language: string,
  fallback: string,
): LocalQuestionnaire {
  const read = (texts: Texts) => textIn(texts, language, fallback);
  return {
    title: read(definition.title),
    introduction: definition.introduction && read(definition.introduction),
    items: definition.items.map((item) => itemIn(item, read)),
  };
}

function itemIn(item: Item, read: (texts: Texts) => string): LocalItem {
  const text = read(item.text);
  const help = item.help && read(item.help);
  switch (item.kind) {
    case "single_choice": {
      const options = item.options.map(({ value, label }) => ({ value, label: read(label) }));
      return { ...item, text, help, options };
    }
    case "slider": {
      const ends = { min_label: read(item.min_label), max_label: read(item.max_label) };
      return { ...item, text, help, ...ends };
    }
    case "number":
      return { ...item, text, help, unit: item.unit && read(item.unit) };
    case "text":
      return { ...item, text, help };
  }
}
