import type { ErrorCode } from "@/api/schema-types";
import { placesOf } from "@/features/questionnaire/answering/choices";
import { charactersLeft } from "@/features/questionnaire/answering/words";
import type { Draft } from "@/features/questionnaire/draft";
import type { Wording } from "@/features/questionnaire/items/item-props";
import type { AskedItem, LocalItemOf } from "@/features/questionnaire/local-questionnaire";
import { readNumber } from "@/features/questionnaire/number-text";
import { rangeSentence } from "@/features/questionnaire/range-sentence";
import { plainText } from "@/features/rich-text/plain-text";
import type { Fill } from "@/features/rich-text/tokens";
import { count, fill } from "@/i18n/sentence";

/** The words for what is wrong, with the values that stand in texts. */
export interface ErrorWording extends Wording {
  fill: Fill;
}

/** What to tell the person about the answer to the item. */
export function errorSentence(
  item: AskedItem,
  code: ErrorCode,
  draft: Draft | undefined,
  wording: ErrorWording,
): string {
  const { messages } = wording;
  switch (code) {
    case "required":
      return missing(item, wording);
    case "wrong_type":
      return wrongType(item, draft, wording);
    case "out_of_range":
      return item.range_message === null
        ? rangeSentence(item, draft, wording)
        : plainText(item.range_message, wording.fill);
    case "not_an_option":
      return messages.notAnOption;
    case "too_long":
      return tooLong(item, draft, wording);
    case "too_few":
      return tooFew(item, wording);
    case "too_many":
      return tooMany(item, draft, wording);
    default:
      return messages.itemChanged;
  }
}

function missing(item: AskedItem, { messages }: Wording): string {
  return item.kind === "information" ? messages.itemChanged : messages.missing[item.kind];
}

function wrongType(item: AskedItem, draft: Draft | undefined, wording: Wording): string {
  const { messages } = wording;
  switch (item.kind) {
    case "text":
      return messages.notStorable;
    case "number":
      return wrongNumber(item, draft, wording);
    case "slider":
      return messages.notANumber;
    case "ranking":
      return messages.plain.placeTwice;
    case "affect_grid":
    case "date":
    case "time":
    case "duration":
      return messages.missing[item.kind];
    case "photo":
      return messages.controls.photo.wait;
    default:
      return messages.itemChanged;
  }
}

function wrongNumber(
  { decimals }: LocalItemOf<"number">,
  draft: Draft | undefined,
  { messages, language }: Wording,
): string {
  if (typeof draft !== "string" || readNumber(draft) === null) return messages.notANumber;
  return decimals === 0 ? messages.notWhole : count(messages.tooManyDecimals, decimals, language);
}

function tooLong(item: AskedItem, draft: Draft | undefined, wording: Wording): string {
  if (item.kind !== "text" || typeof draft !== "string") return wording.messages.itemChanged;
  return count(wording.messages.tooLong, -charactersLeft(item, draft), wording.language);
}

function tooFew(item: AskedItem, { messages, language }: Wording): string {
  switch (item.kind) {
    case "matrix":
      return messages.missing.matrix;
    case "ranking":
      return count(messages.tooFew.ranking, placesOf(item), language);
    case "multiple_choice":
      return count(messages.tooFew.multiple_choice, item.min_chosen ?? 1, language);
    default:
      return messages.itemChanged;
  }
}

function tooMany(item: AskedItem, draft: Draft | undefined, wording: ErrorWording): string {
  const { messages, language } = wording;
  switch (item.kind) {
    case "ranking":
      return count(messages.tooMany.ranking, placesOf(item), language);
    case "multiple_choice": {
      const alone = chosenAlone(item, draft);
      if (alone === undefined) {
        const most = item.max_chosen ?? item.options.length;
        return count(messages.tooMany.multiple_choice, most, language);
      }
      return fill(messages.tooMany.alone, { option: plainText(alone.label, wording.fill) });
    }
    default:
      return messages.itemChanged;
  }
}

function chosenAlone({ options }: LocalItemOf<"multiple_choice">, draft: Draft | undefined) {
  if (!Array.isArray(draft)) return undefined;
  const chosen: readonly unknown[] = draft;
  return options.find(({ value, exclusive }) => exclusive && chosen.includes(value));
}
