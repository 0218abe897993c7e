import { reaches } from "@/features/questionnaire/answering/written";
import type { Draft } from "@/features/questionnaire/draft";
import type { Wording } from "@/features/questionnaire/items/item-props";
import type { AskedItem, LocalItemOf } from "@/features/questionnaire/local-questionnaire";
import { numberIn } from "@/features/questionnaire/items/read-draft";
import { readNumber } from "@/features/questionnaire/number-text";
import type { Messages } from "@/i18n/messages";
import { count, fill, writeNumber } from "@/i18n/sentence";

/** Within what limits the answer to the item must lie. */
export function rangeSentence(item: AskedItem, draft: Draft | undefined, wording: Wording): string {
  const { messages, language } = wording;
  switch (item.kind) {
    case "number":
      return numberSentence(item, draft, wording);
    case "slider":
      return numberSentence(item, draft, wording);
    case "date":
      return limits(messages.outOfDays, [item.earliest, item.latest], (day) =>
        longDay(day, language),
      );
    case "time":
      return count(messages.offSteps.minutes, item.step_minutes, language);
    case "duration":
      return durationSentence(item, draft, wording);
    default:
      return messages.itemChanged;
  }
}

/** The limits, or the steps where the number lies within them. */
function numberSentence(
  { min, max, step }: Pick<LocalItemOf<"number">, "min" | "max" | "step">,
  draft: Draft | undefined,
  { messages, language }: Wording,
): string {
  const number = typeof draft === "string" ? readNumber(draft) : numberIn(draft);
  const isWithin =
    typeof number === "number" && number >= (min ?? -Infinity) && number <= (max ?? Infinity);
  if (isWithin && step !== null && !reaches(number, { start: min ?? 0, step })) {
    return fill(messages.offSteps.number, { step: writeNumber(step, language) });
  }
  return limits(messages.outOfRange, [min, max], (limit) => writeNumber(limit, language));
}

function durationSentence(
  { min_minutes: min, max_minutes: max, step_minutes: step }: LocalItemOf<"duration">,
  draft: Draft | undefined,
  { messages, language }: Wording,
): string {
  if (Number(draft) >= min && Number(draft) <= max) {
    return count(messages.offSteps.minutes, step, language);
  }
  const [shortest, longest] = [min, max].map((minutes) =>
    fill(messages.duration, { hours: Math.floor(minutes / 60), minutes: minutes % 60 }),
  );
  return fill(messages.outOfMinutes, { min: shortest ?? "", max: longest ?? "" });
}

function limits<Limit>(
  { between, atLeast, atMost }: Messages["outOfRange"],
  [min, max]: readonly [Limit | null, Limit | null],
  write: (limit: Limit) => string,
): string {
  if (max === null) return fill(atLeast, { min: min === null ? "" : write(min) });
  if (min === null) return fill(atMost, { max: write(max) });
  return fill(between, { min: write(min), max: write(max) });
}

function longDay(day: string, language: string): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });
  return format.format(new Date(`${day}T00:00:00Z`));
}
