import type { Answers } from "@/api/schema-types";
import { checkAnswers, type ItemErrors } from "@/features/questionnaire/answer-check";
import type { Drafts } from "@/features/questionnaire/draft";
import { placeIn } from "@/features/questionnaire/place";
import { postedPage } from "@/server/plain-form/posted-page";
import type { Asked } from "@/server/plain-form/turn";

/** What was posted from `<PlainItems>`. */
export interface PlainAnswers {
  /** As it was put in, to show it again. */
  drafts: Drafts;
  /** The answers to the items that are shown. */
  answers: Answers;
  errors: ItemErrors;
  /** Whether items came up by these answers, which are to be shown as well. */
  hasMore: boolean;
}

/** The answers in a posted form, as far as they fit. */
export function plainAnswers(form: FormData, { questionnaire, moment }: Asked): PlainAnswers {
  const { items, drafts } = postedPage(form, questionnaire, {});
  const { way } = placeIn(questionnaire, { moment, drafts, page: null });
  const shown = way.pages.flatMap((page) => page.items);
  const wasShown = ({ name }: { name: string }) => items.some((item) => item.name === name);
  const { answers, errors } = checkAnswers(shown.filter(wasShown), drafts);
  const hasMore = shown.some((item) => item.kind !== "information" && !wasShown(item));
  return { drafts, answers, errors, hasMore };
}
