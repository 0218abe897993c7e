import { DECLINED, type Draft, type Drafts, isDeclined } from "@/features/questionnaire/draft";
import type { AskedItem, LocalItemOf } from "@/features/questionnaire/local-questionnaire";
import { FIELDS, partName } from "@/features/questionnaire/plain/form-names";

/** What the fields of one item say; undefined where nothing is answered. */
export type Read<Kind extends AskedItem["kind"]> = (
  form: FormData,
  item: LocalItemOf<Kind>,
) => Draft | undefined;

export type Readers = { readonly [Kind in AskedItem["kind"]]?: Read<Kind> };

/** Of the kinds whose control is a form's own, with or without script. */
export const NATIVE: Readers = {
  single_choice: chosen,
  image_choice: chosen,
  likert: chosen,
  multiple_choice: chosenOptions,
  matrix: chosenInRows,
  yes_no: chosenAnswer,
  number: typed,
  text: (form, { name }) => typed(form, { name })?.replaceAll("\r\n", "\n"),
  date: typed,
  time: (form, item) => typed(form, item)?.slice(0, "HH:MM".length),
  consent: (form, { name }) => (form.has(name) ? true : undefined),
};

/**
 * The drafts of the items as the form has them; an item whose kind has no reader stays as it was
 * before, but for one that is declined no more.
 */
export function readDrafts(
  form: FormData,
  items: readonly AskedItem[],
  before: Drafts,
  readers: Readers = NATIVE,
): Drafts {
  return Object.fromEntries(
    items.flatMap((item) => {
      const draft = draftIn(form, item, before[item.name], readers);
      return draft === undefined ? [] : [[item.name, draft]];
    }),
  );
}

function draftIn(
  form: FormData,
  item: AskedItem,
  before: Draft | undefined,
  readers: Readers,
): Draft | undefined {
  if (form.getAll(FIELDS.declined).includes(item.name)) return { ...DECLINED };
  if (form.getAll(FIELDS.cleared).includes(item.name)) return undefined;
  const read = readers[item.kind] as Read<AskedItem["kind"]> | undefined;
  if (read !== undefined) return read(form, item);
  return isDeclined(before) ? undefined : before;
}

/** The words in a field; undefined where it is empty, or no field of words. */
export function typed(form: FormData, { name }: { name: string }): string | undefined {
  const words = form.get(name);
  return typeof words === "string" && words !== "" ? words : undefined;
}

/** The number in a field that offers numbers only. */
export function chosen(form: FormData, item: { name: string }): number | undefined {
  const value = typed(form, item);
  return value === undefined ? undefined : Number(value);
}

function chosenOptions(
  form: FormData,
  { name, options }: LocalItemOf<"multiple_choice">,
): Draft | undefined {
  const ticked = form.getAll(name).map(Number);
  const values = options.map(({ value }) => value).filter((value) => ticked.includes(value));
  return values.length > 0 ? values : undefined;
}

function chosenInRows(form: FormData, { name, rows }: LocalItemOf<"matrix">): Draft | undefined {
  const answered = rows.flatMap((row) => {
    const value = chosen(form, { name: partName(name, row.name) });
    return value === undefined ? [] : [[row.name, value] as const];
  });
  return answered.length > 0 ? Object.fromEntries(answered) : undefined;
}

function chosenAnswer(form: FormData, item: LocalItemOf<"yes_no">): Draft | undefined {
  const value = typed(form, item);
  return value === undefined ? undefined : value === "true";
}
