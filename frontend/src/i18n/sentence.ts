import type { Plural } from "@/i18n/messages";

/** The sentence with each `{name}` replaced by its value. */
export function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** The form of the sentence that fits `n` in the language, with `{n}` filled in. */
export function count(forms: Plural, n: number, language: string): string {
  const form = new Intl.PluralRules(language).select(n);
  return fill(forms[form] ?? forms.other, { n });
}

/** The number as the language writes it. */
export function writeNumber(value: number, language: string): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 6 }).format(value);
}
