// The mirror of `esmpress/questionnaires/reached.py`. `app/tests/questionnaires/vectors/walks.json`
// holds what is agreed.
import { evaluate, isTrue, type Scope } from "@/features/logic/evaluating";
import type { Value } from "@/features/logic/values";
import type {
  AskedItem,
  LocalItem,
  LocalPage,
  LocalQuestionnaire,
} from "@/features/questionnaire/local-questionnaire";

/** What conditions know beside the answers of now. */
export type Moment = Omit<Scope, "answers">;

/** A page shown, with its items shown. */
export interface ShownPage {
  page: LocalPage;
  items: AskedItem[];
}

/** A way through a questionnaire. */
export interface Walk {
  pages: ShownPage[];
  /** The page after which it was over early. */
  endedBy: string | null;
  computed: Record<string, Exclude<Value, readonly number[]>>;
  /** The answers of items shown, and what was computed. */
  answers: Record<string, unknown>;
}

/** The way through, in the order of showing; an answer to what is not shown counts as missing. */
export function walk(
  { pages }: Pick<LocalQuestionnaire, "pages">,
  answers: Readonly<Record<string, unknown>>,
  moment: Moment,
): Walk {
  const way: Walk = { pages: [], endedBy: null, computed: {}, answers: {} };
  const scope = { ...moment, answers: way.answers };
  for (const page of pages) {
    if (page.show_if !== null && !isTrue(page.show_if, scope)) continue;
    const items = page.items.filter((item) => isMet(item, answers, way, scope));
    if (items.length > 0) way.pages.push({ page, items });
    if (page.end_if !== null && isTrue(page.end_if, scope)) {
      way.endedBy = page.name;
      break;
    }
  }
  return way;
}

/** Whether the item is shown; its answer counts from here on. */
function isMet(
  item: LocalItem,
  answers: Readonly<Record<string, unknown>>,
  way: Walk,
  scope: Scope,
): item is AskedItem {
  if (item.show_if !== null && !isTrue(item.show_if, scope)) return false;
  if (item.kind === "computed") {
    const value = evaluate(item.formula, scope);
    if (value !== null && typeof value !== "object") {
      way.computed[item.name] = value;
      way.answers[item.name] = value;
    }
    return false;
  }
  if (Object.hasOwn(answers, item.name)) way.answers[item.name] = answers[item.name];
  return true;
}
