import { Refused } from "@/features/questionnaire/answering/checked";
import type { LocalItemOf } from "@/features/questionnaire/local-questionnaire";

const DAY = /^(?!0000)\d{4}-\d{2}-\d{2}$/;
const TIME = /^(?:[01]\d|2[0-3]):([0-5]\d)$/;
const PHOTO = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Words, within the limit. */
export function checkText(item: LocalItemOf<"text">, given: unknown): string {
  if (typeof given !== "string" || !canBeStored(given)) throw new Refused("wrong_type");
  if (charactersLeft(item, given) < 0) throw new Refused("too_long");
  return given;
}

/** How many characters, counted as the server counts them, still fit; negative when over. */
export function charactersLeft(item: LocalItemOf<"text">, typed: string): number {
  return item.max_length - Array.from(typed).length;
}

/** A day of the calendar within the limits. */
export function checkDate({ earliest, latest }: LocalItemOf<"date">, given: unknown): string {
  if (typeof given !== "string" || !isDay(given)) throw new Refused("wrong_type");
  const isBefore = earliest !== null && given < earliest;
  if (isBefore || (latest !== null && given > latest)) throw new Refused("out_of_range");
  return given;
}

/** A time of day, in steps. */
export function checkTime(item: LocalItemOf<"time">, given: unknown): string {
  const found = typeof given === "string" ? TIME.exec(given) : null;
  if (found === null) throw new Refused("wrong_type");
  if (Number(found[1]) % item.step_minutes !== 0) throw new Refused("out_of_range");
  return found[0];
}

/** Yes or no. */
export function checkYesNo(_item: LocalItemOf<"yes_no">, given: unknown): boolean {
  if (typeof given !== "boolean") throw new Refused("wrong_type");
  return given;
}

/** A box that is ticked. */
export function checkConsent(_item: LocalItemOf<"consent">, given: unknown): boolean {
  if (given !== true) throw new Refused("wrong_type");
  return true;
}

/** The id of a photo that was sent. */
export function checkPhoto(_item: LocalItemOf<"photo">, given: unknown): string {
  if (typeof given !== "string" || !PHOTO.test(given)) throw new Refused("wrong_type");
  return given;
}

function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** Whether the database takes the text: no NUL, no half of a surrogate pair. */
function canBeStored(text: string): boolean {
  return !text.includes("\0") && !/\p{Surrogate}/u.test(text);
}
