import type { Definition, Texts } from "@/api/schema-types";
import type { RichTextValue } from "@/features/rich-text/tokens";
import { textIn } from "@/i18n/texts";

/** The text in one language, with its markup where it has some. */
export function richTextIn(
  texts: Texts,
  rich: Definition["rich"],
  { language, fallback }: { language: string; fallback: string },
): RichTextValue {
  const text = textIn(texts, language, fallback);
  return (Object.hasOwn(rich, text) ? rich[text] : null) ?? text;
}
