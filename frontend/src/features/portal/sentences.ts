import type { Portal } from "@/api/schema-types";
import { dayInWords } from "@/i18n/days";
import type { PortalMessages } from "@/i18n/portal-messages";
import { count, fill } from "@/i18n/sentence";

/** Where the person stands with the study. */
export function statusSentence(
  { status, paused_until }: Pick<Portal, "status" | "paused_until">,
  words: PortalMessages["status"],
  language: string,
): string {
  return status === "paused" && paused_until !== null
    ? fill(words.pausedUntil, { date: dayInWords(paused_until, language) })
    : words[status];
}

/** The day of the next mail; its time stays unknown. */
export function nextMail(
  next: Portal["next_mail"],
  words: PortalMessages["next"],
  language: string,
): string {
  if (next === null) return words.none;
  if (next === "today" || next === "tomorrow") return words[next];
  return fill(words.on, { date: dayInWords(next, language) });
}

/** How far the person has come in the study, and how much they have answered. */
export function progressSentences(
  { day, days, compliance }: Pick<Portal, "day" | "days" | "compliance">,
  words: PortalMessages["days"],
  language: string,
): string[] {
  const { answered, missed, share } = compliance;
  const percent = new Intl.NumberFormat(language, { style: "percent" });
  const at =
    day !== null && fill(days === null ? words.dayOpen : words.day, { day, days: days ?? "" });
  const figures = [
    count(words.answered, answered, language),
    missed > 0 && count(words.missed, missed, language),
  ].filter((sentence) => sentence !== false);
  const of = share !== null && fill(words.share, { share: percent.format(share) });
  return [at, figures.join(", "), of].filter((sentence) => sentence !== false);
}

/** When the charts will be there; nothing where they never will. */
export function releaseSentence(
  rule: Portal["feedback_rule"],
  words: PortalMessages["feedback"],
  language: string,
): string | null {
  if (rule?.kind === "after_answers") return count(words.afterAnswers, rule.n ?? 1, language);
  return rule?.kind === "at_end" ? words.atEnd : null;
}
