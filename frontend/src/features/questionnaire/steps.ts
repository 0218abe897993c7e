import type {
  AskedItem,
  LocalPage,
  LocalQuestionnaire,
} from "@/features/questionnaire/local-questionnaire";
import type { ShownPage } from "@/features/questionnaire/walk";

/** What is shown at once: a page, or one question of it with the information before it. */
export interface Step {
  /** The page's name, or that of the question. */
  name: string;
  page: LocalPage;
  items: readonly AskedItem[];
}

type Presented = Pick<LocalQuestionnaire, "pages" | "presentation">;

/** The pages shown, as the steps they are presented in. */
export function stepsIn({ presentation }: Presented, shown: readonly ShownPage[]): Step[] {
  return presentation === "item"
    ? shown.flatMap(oneByOne)
    : shown.map(({ page, items }) => ({ name: page.name, page, items }));
}

/** The names that steps can have, in the order of showing. */
export function stepNames({ presentation, pages }: Presented): string[] {
  return presentation === "item"
    ? pages.flatMap(({ items }) => items.map(({ name }) => name))
    : pages.map(({ name }) => name);
}

/** Each question by itself; information stays with the question after it. */
function oneByOne({ page, items }: ShownPage): Step[] {
  const steps: Step[] = [];
  let before: AskedItem[] = [];
  for (const item of items) {
    before.push(item);
    if (item.kind === "information") continue;
    steps.push({ name: item.name, page, items: before });
    before = [];
  }
  const last = before.at(-1);
  return last === undefined ? steps : [...steps, { name: last.name, page, items: before }];
}
