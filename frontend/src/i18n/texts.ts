import type { Texts } from "@/api/schema-types";

/** The text in the language; where it is missing, in the fallback; then in any language it has. */
export function textIn(texts: Texts, language: string, fallback: string): string {
  return texts[language] ?? texts[fallback] ?? Object.values(texts)[0] ?? "";
}
