import type { Answers, JoinOpen } from "@/api/schema-types";
import type { Drafts } from "@/features/questionnaire/draft";
import { inLanguage, type LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import { draftsOf } from "@/features/questionnaire/saved-drafts";
import type { Moment } from "@/features/questionnaire/walk";

/** The questions that tell whether somebody can take part, in one language. */
export interface Eligibility {
  questionnaire: LocalQuestionnaire;
  moment: Moment;
}

/** The questions of a study, if it asks any. */
export function eligibilityIn(page: JoinOpen, language: string): Eligibility | null {
  const { eligibility, languages } = page;
  if (eligibility === null) return null;
  const fallback = languages[0] ?? language;
  return {
    questionnaire: inLanguage(eligibility, language, fallback),
    moment: eligibility.moment,
  };
}

/** Answers that were given before, as the form shows them. */
export function draftsFrom(
  answers: Answers | null,
  { questionnaire }: Eligibility,
  language: string,
): Drafts {
  return draftsOf(questionnaire, answers ?? {}, language);
}
