/** What stands in the data when the person would rather not say. */
export interface Declined {
  readonly missing: "declined";
}

export const DECLINED: Declined = { missing: "declined" };

/**
 * What stands on the page for one item, by its kind; undefined when nothing does.
 *
 * An option's value, a place on a line and minutes are numbers, several options or their order a
 * list of numbers, rows and the sides of a grid numbers by name; typed text, days, times of day and
 * the id of a photo are text as the field has it; yes, no and a ticked box are booleans.
 */
export type Draft =
  string | number | boolean | readonly number[] | Readonly<Record<string, number>> | Declined;

export type Drafts = Readonly<Record<string, Draft>>;

/** Whether the person would rather not say. */
export function isDeclined(draft: Draft | undefined): draft is Declined {
  return typeof draft === "object" && "missing" in draft && draft.missing === "declined";
}
