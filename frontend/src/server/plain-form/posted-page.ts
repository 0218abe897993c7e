import type { Drafts } from "@/features/questionnaire/draft";
import type { AskedItem, LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import { WITHOUT_SCRIPT } from "@/features/questionnaire/plain/fallback-answers";
import { readDrafts } from "@/features/questionnaire/plain/form-answers";
import { type Direction, FIELDS } from "@/features/questionnaire/plain/form-names";

/** A page of a questionnaire as it was posted. */
export interface PostedPage {
  version: number | null;
  /** The step that was shown. */
  page: string | null;
  items: readonly AskedItem[];
  asked: readonly string[];
  to: Direction;
  /** Whether no script ran on the page. */
  isPlain: boolean;
  /** What stands on all pages now. */
  drafts: Drafts;
  photos: readonly { item: string; photo: File }[];
}

/** What a form says, beside what was saved before it was posted. */
export function postedPage(
  form: FormData,
  { pages }: Pick<LocalQuestionnaire, "pages">,
  saved: Drafts,
): PostedPage {
  const items = itemsShown(form, pages);
  const isPlain = form.has(FIELDS.plain);
  const readers = isPlain ? WITHOUT_SCRIPT : undefined;
  const others = Object.entries(saved).filter(
    ([name]) => !items.some((item) => item.name === name),
  );
  return {
    version: numberIn(form.get(FIELDS.version)),
    page: wordIn(form.get(FIELDS.page)),
    items,
    asked: form.getAll(FIELDS.asked).filter((name) => typeof name === "string"),
    to: directionIn(form.get(FIELDS.to)),
    isPlain,
    drafts: { ...Object.fromEntries(others), ...readDrafts(form, items, saved, readers) },
    photos: items.flatMap((item) => photoIn(form, item)),
  };
}

function itemsShown(form: FormData, pages: LocalQuestionnaire["pages"]): AskedItem[] {
  const shown = form.getAll(FIELDS.shown);
  return pages
    .flatMap((page) => page.items)
    .filter((item): item is AskedItem => item.kind !== "computed" && shown.includes(item.name));
}

function photoIn(form: FormData, { kind, name }: AskedItem) {
  const file = kind === "photo" ? form.get(name) : null;
  return file instanceof File && file.size > 0 ? [{ item: name, photo: file }] : [];
}

function numberIn(field: FormDataEntryValue | null): number | null {
  const word = wordIn(field);
  return word === null ? null : Number(word);
}

function wordIn(field: FormDataEntryValue | null): string | null {
  return typeof field === "string" && field !== "" ? field : null;
}

/** The enter key presses no button in some browsers, and means what the main one does. */
function directionIn(field: FormDataEntryValue | null): Direction {
  return field === "start" || field === "back" ? field : "next";
}
