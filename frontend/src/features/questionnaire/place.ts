import { checkAnswers, isAnswered } from "@/features/questionnaire/answer-check";
import type {
  AskedItem,
  LocalPage,
  LocalQuestionnaire,
} from "@/features/questionnaire/local-questionnaire";
import type { Answering } from "@/features/questionnaire/session";
import { type Step, stepNames, stepsIn } from "@/features/questionnaire/steps";
import { walk, type Walk } from "@/features/questionnaire/walk";

/** Where the person is on the way through the questionnaire, given the answers so far. */
export interface Place {
  way: Walk;
  steps: readonly Step[];
  /** How many steps stand before this one. */
  index: number;
  /** The name of the step. */
  page: string | null;
  /** The name of the page of the questionnaire that the step is on. */
  onPage: string | null;
  title: LocalPage["title"];
  items: readonly AskedItem[];
  previous: string | null;
  next: string | null;
}

type Stand = Pick<Answering, "drafts" | "page" | "moment">;

/** The step the person is at, with the items it shows; answers that do not fit count as missing. */
export function placeIn(questionnaire: LocalQuestionnaire, { drafts, page, moment }: Stand): Place {
  const all = questionnaire.pages.flatMap(({ items }) => items);
  const way = walk(questionnaire, checkAnswers(all, drafts).answers, moment);
  const steps = stepsIn(questionnaire, way.pages);
  const index = indexIn(steps, stepNames(questionnaire), page);
  const nameAt = (at: number) => steps[at]?.name ?? null;
  const here = steps[index];
  return {
    way,
    steps,
    index,
    page: nameAt(index),
    onPage: here?.page.name ?? null,
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

/** The first step with one of the items that were refused. */
export function firstRefused(steps: readonly Step[], errors: object): string | undefined {
  return steps.find(({ items }) => items.some(({ name }) => name in errors))?.name;
}

/** A step that is shown no more gives way to the last one shown before it. */
function indexIn(steps: readonly Step[], names: readonly string[], page: string | null): number {
  const at = page === null ? -1 : names.indexOf(page);
  const before = steps.filter(({ name }) => names.indexOf(name) <= at);
  return Math.max(0, before.length - 1);
}
