/** The fields of a posted page beside its answers; the names of items hold no colon and no point. */
export const FIELDS = {
  /** The step that was shown. */
  page: ":page",
  version: ":version",
  /** The items that were shown, one a field. */
  shown: ":shown",
  /** The items of which the person was asked whether skipping them was meant. */
  asked: ":asked",
  /** There when the form was filled in without script. */
  plain: ":plain",
  /** Where the button that was pressed leads. */
  to: ":to",
  /** The items that the person would rather not answer. */
  declined: ":declined",
  /** The items whose answer the person takes away. */
  cleared: ":cleared",
} as const;

export type Direction = "start" | "next" | "back";

/** The field of one part of an answer: a row, a side, the hours. */
export function partName(item: string, part: string | number): string {
  return `${item}.${part}`;
}
