import type { Answers, DraftChanges } from "@/api/schema-types";
import { checkAnswers, type ItemErrors } from "@/features/questionnaire/answer-check";
import type { LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import { firstRefused, type Place, placeIn, skippedAt } from "@/features/questionnaire/place";
import type { Moment } from "@/features/questionnaire/walk";
import type { PostedPage } from "@/server/plain-form/posted-page";

/** What comes after a page was posted. */
export type Turn =
  | { go: "refuse"; page: string | null; errors: ItemErrors }
  | { go: "ask"; page: string | null; items: readonly string[] }
  /** To a page; on the same page, to the first item that came up by the answers to the others. */
  | { go: "turn"; page: string | null; item?: string }
  | { go: "send"; answers: Answers };

/** The questionnaire, and what its conditions know beside the answers. */
export interface Asked {
  questionnaire: LocalQuestionnaire;
  moment: Moment;
}

/** Where the posted page leads, by what stands on it; `faults` were found before. */
export function turnFrom(asked: Asked, posted: PostedPage, faults: ItemErrors): Turn {
  const { page, drafts } = posted;
  const place = placeIn(asked.questionnaire, { ...asked, drafts, page });
  const errors = { ...checkAnswers(posted.items, drafts).errors, ...faults };
  if (posted.to === "back") return turnBack(place, errors);
  if (place.page !== page && page !== null) return turnOn(place, posted);
  const here = picked(errors, place);
  if (Object.keys(here).length > 0) return { go: "refuse", page, errors: here };
  const more = place.items.find((item) => isNew(item, posted));
  if (more !== undefined) return { go: "turn", page: place.page, item: more.name };
  const skipped = skippedAt(place, posted);
  return skipped.length > 0
    ? { go: "ask", page: place.page, items: skipped }
    : turnOn(place, posted);
}

/** Back, unless something would be lost that was typed and cannot be kept. */
function turnBack({ page, previous }: Place, errors: ItemErrors): Turn {
  const typed = Object.entries(errors).filter(([, code]) => code !== "required");
  return typed.length > 0
    ? { go: "refuse", page, errors: Object.fromEntries(typed) }
    : { go: "turn", page: previous };
}

/** On to the next page, or from the last to sending. */
function turnOn({ next, steps }: Place, { drafts }: PostedPage): Turn {
  if (next !== null) return { go: "turn", page: next };
  const { answers, errors } = checkAnswers(
    steps.flatMap(({ items }) => items),
    drafts,
  );
  return Object.keys(errors).length > 0
    ? { go: "refuse", page: firstRefused(steps, errors) ?? null, errors }
    : { go: "send", answers };
}

function picked(errors: ItemErrors, { items }: Place): ItemErrors {
  const names = items.map(({ name }) => name);
  return Object.fromEntries(Object.entries(errors).filter(([name]) => names.includes(name)));
}

function isNew({ name, kind }: Place["items"][number], { items }: PostedPage): boolean {
  return kind !== "information" && !items.some((shown) => shown.name === name);
}

/** What is to be saved of the posted page: what fits, and what was taken away. */
export function changesOf(
  { items, drafts }: Pick<PostedPage, "items" | "drafts">,
  saved: Answers,
): DraftChanges["changes"] {
  const { answers, errors } = checkAnswers(items, drafts);
  return items.flatMap(({ name }) => {
    const answer = answers[name] ?? null;
    const isUnfit = name in errors && errors[name] !== "required";
    const isSame = JSON.stringify(answer) === JSON.stringify(saved[name] ?? null);
    return isUnfit || isSame ? [] : [{ item: name, answer, at: null }];
  });
}
