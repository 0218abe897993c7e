import type { Answers, ErrorCode } from "@/api/schema-types";
import type { LocalItem, LocalItemOf } from "@/features/questionnaire/local-questionnaire";
import { fitsDecimals, readNumber } from "@/features/questionnaire/number-text";

/** What stands on the page: an option or a place on a line as a number, typed text as it is. */
export type Draft = string | number;
export type Drafts = Readonly<Record<string, Draft>>;
export type ItemErrors = Readonly<Record<string, ErrorCode>>;

type Checked = { answer: Draft } | { error: ErrorCode };

/** Whether the person has answered the item, rightly or wrongly. */
function isAnswered(draft: Draft | undefined): draft is Draft {
  return typeof draft === "number" || (draft !== undefined && draft.trim() !== "");
}

/** How many of the items have an answer. */
export function countAnswered(items: readonly LocalItem[], drafts: Drafts): number {
  return items.filter((item) => isAnswered(drafts[item.name])).length;
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
    if (isAnswered(draft)) {
      const checked = checkAnswer(item, draft);
      if ("error" in checked) errors[item.name] = checked.error;
      else answers[item.name] = checked.answer;
    } else if (item.required) {
      errors[item.name] = "required";
    }
  }
  return { answers, errors };
}

function checkAnswer(item: LocalItem, draft: Draft): Checked {
  switch (item.kind) {
    case "single_choice": {
      const offered = item.options.some((option) => option.value === draft);
      return offered ? { answer: draft } : { error: "not_an_option" };
    }
    case "slider":
      return checkRange(Number(draft), item);
    case "number":
      return checkNumber(item, String(draft));
    case "text":
      return checkText(item, String(draft));
  }
}

function checkNumber(item: LocalItemOf<"number">, typed: string): Checked {
  const value = readNumber(typed);
  if (value === null || !fitsDecimals(value, item.decimals)) return { error: "wrong_type" };
  return checkRange(value, item);
}

function checkRange(value: number, range: { min?: number | null; max?: number | null }): Checked {
  const inside = value >= (range.min ?? -Infinity) && value <= (range.max ?? Infinity);
  return inside ? { answer: value } : { error: "out_of_range" };
}

function checkText(item: LocalItemOf<"text">, typed: string): Checked {
  if (typed.includes("\0")) return { error: "wrong_type" };
  return charactersLeft(item, typed) < 0 ? { error: "too_long" } : { answer: typed };
}

/** How many characters, counted as the server counts them, still fit; negative when over. */
export function charactersLeft(item: LocalItemOf<"text">, typed: string): number {
  return item.max_length - Array.from(typed).length;
}
