import { type Answer, Refused } from "@/features/questionnaire/answering/checked";
import type { LocalItemOf } from "@/features/questionnaire/local-questionnaire";

interface Offered {
  readonly options: readonly { value: number }[];
}

/** One of the options. */
export function checkChoice({ options }: Offered, given: unknown): number {
  return oneOf(options, given);
}

/** Several options, in the order they are in. */
export function checkMany(item: LocalItemOf<"multiple_choice">, given: unknown): Answer {
  const chosen = distinct(item.options, given);
  const isAlone = item.options.some(({ value, exclusive }) => exclusive && chosen.includes(value));
  if (chosen.length > (isAlone ? 1 : (item.max_chosen ?? Infinity))) throw new Refused("too_many");
  if (!isAlone && chosen.length < (item.min_chosen ?? 0)) throw new Refused("too_few");
  return item.options.map(({ value }) => value).filter((value) => chosen.includes(value));
}

/** As many options as have a place, the best first. */
export function checkRanking(item: LocalItemOf<"ranking">, given: unknown): Answer {
  const ranked = distinct(item.options, given);
  const places = placesOf(item);
  if (ranked.length !== places) throw new Refused(ranked.length < places ? "too_few" : "too_many");
  return ranked;
}

/** How many options a ranking puts in order. */
export function placesOf({ top, options }: LocalItemOf<"ranking">): number {
  return top ?? options.length;
}

/** An option for each row; all of them where an answer is needed. */
export function checkMatrix(item: LocalItemOf<"matrix">, given: unknown): Answer {
  const rows = partsOf(
    given,
    item.rows.map(({ name }) => name),
  );
  if (item.required && Object.keys(rows).length < item.rows.length) throw new Refused("too_few");
  const answered = item.rows.filter(({ name }) => Object.hasOwn(rows, name));
  return Object.fromEntries(answered.map(({ name }) => [name, oneOf(item.options, rows[name])]));
}

/** An answer that has parts, each of them known. */
export function partsOf(given: unknown, names: readonly string[]): Record<string, unknown> {
  const isRecord = typeof given === "object" && given !== null && !Array.isArray(given);
  if (!isRecord || Object.keys(given).some((name) => !names.includes(name))) {
    throw new Refused("wrong_type");
  }
  return given as Record<string, unknown>;
}

function oneOf(options: Offered["options"], given: unknown): number {
  if (typeof given !== "number" || !Number.isInteger(given)) throw new Refused("wrong_type");
  if (!options.some(({ value }) => value === given)) throw new Refused("not_an_option");
  return given;
}

/** A list of options, none of them twice. */
function distinct(options: Offered["options"], given: unknown): number[] {
  if (!Array.isArray(given)) throw new Refused("wrong_type");
  if (given.length > options.length) throw new Refused("too_many");
  const chosen = given.map((value) => oneOf(options, value));
  if (new Set(chosen).size < chosen.length) throw new Refused("wrong_type");
  return chosen;
}
