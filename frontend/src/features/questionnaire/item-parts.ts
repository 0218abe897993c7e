import type { Draft } from "@/features/questionnaire/answer-check";
import type { Wording } from "@/features/questionnaire/answer-error";
import type { LocalItem, LocalItemOf } from "@/features/questionnaire/local-questionnaire";

/** What every kind of item is given to show itself. */
export interface AnswerProps<Kind extends LocalItem["kind"]> extends Wording {
  item: LocalItemOf<Kind>;
  draft: Draft | undefined;
  isInvalid: boolean;
  onChange: (draft: Draft | undefined) => void;
}

/** The ids by which an item's parts name each other. */
export function partIds(item: string) {
  return {
    control: `answer-${item}`,
    text: `text-${item}`,
    help: `help-${item}`,
    error: `error-${item}`,
  };
}

/** The parts that describe the control, for `aria-describedby`. */
export function describedBy(item: LocalItem, isInvalid: boolean): string | undefined {
  const { help, error } = partIds(item.name);
  const parts = [item.help === null ? "" : help, isInvalid ? error : ""];
  return parts.filter(Boolean).join(" ") || undefined;
}
