import type { ErrorCode } from "@/api/schema-types";
import { charactersLeft, type Draft } from "@/features/questionnaire/answer-check";
import type { LocalItem } from "@/features/questionnaire/local-questionnaire";
import { readNumber } from "@/features/questionnaire/number-text";
import type { Messages } from "@/i18n/messages";
import { count, fill, writeNumber } from "@/i18n/sentence";

export interface Wording {
  messages: Messages;
  language: string;
}

/** What to tell the person about the answer to the item. */
export function errorSentence(
  item: LocalItem,
  code: ErrorCode,
  draft: Draft | undefined,
  { messages, language }: Wording,
): string {
  switch (code) {
    case "required":
      return messages.missing[item.kind];
    case "wrong_type":
      return wrongType(item, draft, { messages, language });
    case "out_of_range":
      return outOfRange(item, { messages, language });
    case "not_an_option":
      return messages.notAnOption;
    case "too_long":
      return tooLong(item, draft, { messages, language });
    case "unknown_item":
      return messages.itemChanged;
  }
}

function wrongType(item: LocalItem, draft: Draft | undefined, wording: Wording): string {
  const { messages, language } = wording;
  if (item.kind === "text") return messages.notStorable;
  if (item.kind !== "number") return messages.itemChanged;
  if (readNumber(String(draft ?? "")) === null) return messages.notANumber;
  return item.decimals === 0
    ? messages.notWhole
    : count(messages.tooManyDecimals, item.decimals, language);
}

function outOfRange(item: LocalItem, wording: Wording): string {
  if (item.kind !== "number" && item.kind !== "slider") return wording.messages.itemChanged;
  const { between, atLeast, atMost } = wording.messages.outOfRange;
  const min = item.min === null ? "" : writeNumber(item.min, wording.language);
  const max = item.max === null ? "" : writeNumber(item.max, wording.language);
  if (max === "") return fill(atLeast, { min });
  return min === "" ? fill(atMost, { max }) : fill(between, { min, max });
}

function tooLong(item: LocalItem, draft: Draft | undefined, wording: Wording): string {
  if (item.kind !== "text") return wording.messages.itemChanged;
  const over = -charactersLeft(item, String(draft ?? ""));
  return count(wording.messages.tooLong, over, wording.language);
}
