import type { Answers } from "@/api/schema-types";
import type { Draft, Drafts } from "@/features/questionnaire/draft";
import type { LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";

/** Saved answers as they stand on the page: numbers as they were typed, the rest as it is kept. */
export function draftsOf(
  { pages }: Pick<LocalQuestionnaire, "pages">,
  answers: Answers,
  language: string,
): Drafts {
  const items = pages.flatMap((page) => page.items);
  return Object.fromEntries(
    items.flatMap(({ name, kind }) => {
      const answer = Object.hasOwn(answers, name) ? answers[name] : undefined;
      if (answer === undefined) return [];
      const isTyped = kind === "number" && typeof answer === "number";
      return [[name, isTyped ? typed(answer, language) : (answer as Draft)]];
    }),
  );
}

/** The number as a person who reads the language would type it. */
function typed(value: number, language: string): string {
  const parts = new Intl.NumberFormat(language).formatToParts(1.5);
  const hasComma = parts.some(({ type, value: sign }) => type === "decimal" && sign === ",");
  return hasComma ? String(value).replace(".", ",") : String(value);
}
