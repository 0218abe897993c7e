import { type Draft, isDeclined } from "@/features/questionnaire/draft";

/** The values in a draft that is a list; none where there is no draft. */
export function valuesIn(draft: Draft | undefined): readonly number[] {
  return Array.isArray(draft) ? (draft as readonly number[]) : [];
}

/** The parts of a draft that has some, by name; none where there is no draft. */
export function partsIn(draft: Draft | undefined): Readonly<Record<string, number>> {
  const hasParts = typeof draft === "object" && !Array.isArray(draft) && !isDeclined(draft);
  return hasParts ? (draft as Readonly<Record<string, number>>) : {};
}

/** A draft that is a number. */
export function numberIn(draft: Draft | undefined): number | undefined {
  return typeof draft === "number" ? draft : undefined;
}
