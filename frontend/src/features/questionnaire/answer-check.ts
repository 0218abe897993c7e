import type { Answers, ErrorCode } from "@/api/schema-types";
import { checkValue, isBlank } from "@/features/questionnaire/answering/answer-values";
import type { Checked } from "@/features/questionnaire/answering/checked";
import type { Draft, Drafts } from "@/features/questionnaire/draft";
import type { AskedItem, LocalItem } from "@/features/questionnaire/local-questionnaire";
import { readNumber } from "@/features/questionnaire/number-text";

export type ItemErrors = Readonly<Record<string, ErrorCode>>;

/** Whether the person has answered the item, rightly or wrongly. */
export function isAnswered(item: AskedItem, drafts: Drafts): boolean {
  return item.kind !== "information" && !isBlank(drafts[item.name]);
}

/** How many of the items that take an answer there are, and how many have one. */
export function countAnswered(items: readonly AskedItem[], drafts: Drafts) {
  const answerable = items.filter(({ kind }) => kind !== "information");
  const done = answerable.filter((item) => isAnswered(item, drafts)).length;
  return { done, total: answerable.length };
}

/** The answers as the server takes them and an error for each item that it would refuse. */
export function checkAnswers(
  items: readonly LocalItem[],
  drafts: Drafts,
): { answers: Answers; errors: ItemErrors } {
  const answers: Answers = {};
  const errors: Record<string, ErrorCode> = {};
  for (const item of items) {
    const draft = drafts[item.name];
    if (draft !== undefined && !isBlank(draft)) {
      const checked = checkDraft(item, draft);
      if ("error" in checked) errors[item.name] = checked.error;
      else answers[item.name] = checked.answer;
    } else if (item.required) {
      errors[item.name] = "required";
    }
  }
  return { answers, errors };
}

function checkDraft(item: LocalItem, draft: Draft): Checked {
  const isTyped = item.kind === "number" && typeof draft === "string";
  return checkValue(item, isTyped ? readNumber(draft) : draft);
}
