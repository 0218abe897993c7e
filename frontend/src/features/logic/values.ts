/** Numbers are within ±LARGEST and never -0; the members of a set or ranking are numbers. */
export type Value = number | boolean | string | readonly number[];

const LARGEST = 1e15;
const MOST_DECIMALS = 6;
const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const TIME = /^[0-9]{2}:[0-9]{2}$/;

/** The number, not -0, or null if it is beyond what numbers can be. */
export function withinBounds(number: number): number | null {
  return number >= -LARGEST && number <= LARGEST ? number + 0 : null;
}

/** What is stored under a name, own names only: an item may be called `constructor`. */
export function stored(record: unknown, name: string): unknown {
  const isRecord = typeof record === "object" && record !== null && !Array.isArray(record);
  return isRecord && Object.hasOwn(record, name) ? (record as Record<string, unknown>)[name] : null;
}

/** Whether the participant preferred not to say. */
export function isDeclined(answer: unknown): boolean {
  return stored(answer, "missing") === "declined";
}

/**
 * What a stored answer is worth, or null for what is no value.
 *
 * Earlier versions of a questionnaire may have stored another kind of answer under a name.
 */
export function valueOf(answer: unknown): Value | null {
  if (typeof answer === "boolean" || typeof answer === "string") return answer;
  if (!Array.isArray(answer)) return numberOf(answer);
  const numbers = answer.map(numberOf).filter((number) => number !== null);
  return numbers.length === answer.length ? numbers : null;
}

function numberOf(answer: unknown): number | null {
  return typeof answer === "number" ? withinBounds(answer) : null;
}

/** Whether two values are of one type, so that they can be compared. */
export function isOneType(left: Value, right: Value): boolean {
  return typeof left === typeof right;
}

/** Whether two values of one type are the same; sets are, whatever their order. */
export function isEqual(left: Value, right: Value): boolean {
  if (!Array.isArray(left) || !Array.isArray(right)) return left === right;
  const one = new Set<unknown>(left);
  const other = new Set<unknown>(right);
  return one.size === other.size && [...one].every((member) => other.has(member));
}

/** Whether one of two values comes before the other: numbers, dates or times of day. */
export function canBeOrdered(left: Value, right: Value): boolean {
  if (typeof left === "string" && typeof right === "string")
    return [DATE, TIME].some((form) => form.test(left) && form.test(right));
  return typeof left === "number" && typeof right === "number";
}

/** The number rounded half away from zero, by its exact binary value. */
export function rounded(number: number, decimals: number): number {
  return Number(number.toFixed(decimals)) + 0;
}

/** How a text shows a value: at most six decimals, never an exponent; "" if missing. */
export function shown(value: Value | null): string {
  if (value === null) return "";
  if (typeof value === "number") {
    const digits = value.toFixed(MOST_DECIMALS).replace(/\.?0+$/, "");
    return digits === "-0" ? "0" : digits;
  }
  return typeof value === "object" ? value.map(shown).join(", ") : String(value);
}
