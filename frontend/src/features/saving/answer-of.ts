import { checkAnswers } from "@/features/questionnaire/answer-check";
import type { LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import type { AnswerOf } from "@/features/saving/draft-request";

/** Reads drafts of the questionnaire's items, wherever they stand in it. */
export function answersIn({ pages }: Pick<LocalQuestionnaire, "pages">): AnswerOf {
  const items = pages.flatMap((page) => page.items);
  return (name, draft) => {
    const item = items.filter((one) => one.name === name);
    const { answers } = checkAnswers(item, draft === undefined ? {} : { [name]: draft });
    return answers[name] ?? null;
  };
}
