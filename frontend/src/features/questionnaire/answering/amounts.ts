import { type Answer, Refused } from "@/features/questionnaire/answering/checked";
import { partsOf } from "@/features/questionnaire/answering/choices";
import { fitsDecimals, reaches } from "@/features/questionnaire/answering/written";
import type { LocalItemOf } from "@/features/questionnaire/local-questionnaire";

const SIDES = ["valence", "arousal"] as const;

/** A place on a line, whole steps from its left end. */
export function checkSlider({ min, max, step }: LocalItemOf<"slider">, given: unknown): number {
  const number = numberOf(given);
  refuseBeyond(number, min, max);
  if (!reaches(number, { start: min, step })) throw new Refused("out_of_range");
  return number;
}

/** A number within its limits, in whole steps where there are any. */
export function checkNumber(item: LocalItemOf<"number">, given: unknown): number {
  const { min, max, step } = item;
  const number = numberOf(given);
  if (!fitsDecimals(number, item.decimals)) throw new Refused("wrong_type");
  refuseBeyond(number, min, max);
  if (step !== null && !reaches(number, { start: min ?? 0, step })) {
    throw new Refused("out_of_range");
  }
  return number;
}

/** A whole number of minutes, whole steps from the shortest. */
export function checkDuration(item: LocalItemOf<"duration">, given: unknown): number {
  const minutes = wholeOf(given);
  refuseBeyond(minutes, item.min_minutes, item.max_minutes);
  if ((minutes - item.min_minutes) % item.step_minutes !== 0) throw new Refused("out_of_range");
  return minutes;
}

/** A field of the grid, counted from its middle. */
export function checkGrid({ size }: LocalItemOf<"affect_grid">, given: unknown): Answer {
  const sides = partsOf(given, SIDES);
  if (Object.keys(sides).length < SIDES.length) throw new Refused("wrong_type");
  const reach = Math.floor(size / 2);
  const fields = SIDES.map((side) => {
    const field = wholeOf(sides[side]);
    refuseBeyond(field, -reach, reach);
    return [side, field] as const;
  });
  return Object.fromEntries(fields);
}

function refuseBeyond(number: number, min: number | null, max: number | null) {
  if (number < (min ?? -Infinity) || number > (max ?? Infinity)) throw new Refused("out_of_range");
}

/** A number, not -0. */
function numberOf(given: unknown): number {
  if (typeof given !== "number" || !(Math.abs(given) < 1e15)) throw new Refused("wrong_type");
  return given + 0;
}

function wholeOf(given: unknown): number {
  const number = numberOf(given);
  if (!Number.isInteger(number)) throw new Refused("wrong_type");
  return number;
}
