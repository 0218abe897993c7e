import { checkAnswers, isAnswered } from "@/features/questionnaire/answer-check";
import type {
  AskedItem,
  LocalPage,
  LocalQuestionnaire,
} from "@/features/questionnaire/local-questionnaire";
import type { Answering } from "@/features/questionnaire/session";
import { walk, type Walk } from "@/features/questionnaire/walk";

/** Where the person is on the way through the questionnaire, given the answers so far. */
export interface Place {
  way: Walk;
  /** How many pages stand before this one. */
  index: number;
  page: string | null;
  title: LocalPage["title"];
  items: readonly AskedItem[];
  previous: string | null;
  next: string | null;
}

type Stand = Pick<Answering, "drafts" | "page" | "moment">;

/** The page the person is at, with the items it shows; answers that do not fit count as missing. */
export function placeIn(questionnaire: LocalQuestionnaire, { drafts, page, moment }: Stand): Place {
  const all = questionnaire.pages.flatMap(({ items }) => items);
  const way = walk(questionnaire, checkAnswers(all, drafts).answers, moment);
  const index = indexIn(way, questionnaire, page);
  const nameAt = (at: number) => way.pages[at]?.page.name ?? null;
  const here = way.pages[index];
  return {
    way,
    index,
    page: nameAt(index),
    title: here?.page.title ?? null,
    items: here?.items ?? [],
    previous: nameAt(index - 1),
    next: nameAt(index + 1),
  };
}

/** The items here that were skipped, and of which the person is still to be asked about it. */
export function skippedAt(
  { items }: Pick<Place, "items">,
  { drafts, asked }: Pick<Answering, "drafts" | "asked">,
): string[] {
  return items
    .filter((item) => item.ask_again && !isAnswered(item, drafts) && !asked.includes(item.name))
    .map(({ name }) => name);
}

/** A page that is shown no more gives way to the last one shown before it. */
function indexIn(way: Walk, { pages }: LocalQuestionnaire, page: string | null): number {
  const names = pages.map(({ name }) => name);
  const at = page === null ? -1 : names.indexOf(page);
  const before = way.pages.filter((shown) => names.indexOf(shown.page.name) <= at);
  return Math.max(0, before.length - 1);
}
