import type { Answers, DraftChanges, Timings } from "@/api/schema-types";
import type { Draft } from "@/features/questionnaire/draft";
import type { KeptItems } from "@/features/saving/outbox";

/** As many changes as the server takes at once. */
const MAX_CHANGES = 400;

/** What stands beside the answers. */
interface Beside {
  version: number;
  language: string;
  page: string | null;
  timings: Timings | null;
}

/** An item's answer as the server takes it; null where there is none, or none that passes. */
export type AnswerOf = (item: string, draft: Draft | undefined) => Answers[string] | null;

/** The request that saves the changes; an answer that does not pass takes the earlier one away. */
export function draftRequest(
  unsent: KeptItems,
  answerOf: AnswerOf,
  { version, language, page, timings }: Beside,
): DraftChanges {
  const changes = Object.entries(unsent).map(([item, { draft, at }]) => ({
    item,
    answer: answerOf(item, draft),
    at,
  }));
  const kept = changes.slice(0, MAX_CHANGES);
  return { questionnaire_version: version, language, page, changes: kept, timings };
}
