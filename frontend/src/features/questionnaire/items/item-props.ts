import type { Draft } from "@/features/questionnaire/draft";
import type { AskedItem, LocalItemOf } from "@/features/questionnaire/local-questionnaire";
import type { Block, Fill, RichTextValue } from "@/features/rich-text/tokens";
import type { Messages } from "@/i18n/messages";

export interface Wording {
  messages: Messages;
  language: string;
}

/** What became of a photo that was sent ahead of the answers. */
export type SentPhoto =
  | { outcome: "done"; id: string }
  /** It waits on the phone, and goes by itself. */
  | { outcome: "kept" }
  /** At `full` there is neither a network nor room on the phone. */
  | { outcome: "network" | "full" | "server" | "too_large" | "not_a_photo" };

/**
 * What the control of every kind of item is given. The text, the help and the error stand around
 * it; a declined item comes as one without a draft.
 */
export interface ItemProps<Kind extends AskedItem["kind"]> extends Wording {
  item: LocalItemOf<Kind>;
  draft: Draft | undefined;
  isInvalid: boolean;
  /** For `<RichText>` and `plainText()`: the values that stand in texts. */
  fill: Fill;
  /** Takes what the person put in; undefined takes the answer away. */
  onChange: (draft: Draft | undefined) => void;
  /** Sends a photo; `onKept` gets its id where it waits on the phone meanwhile. */
  sendPhoto: (photo: Blob, onKept: (id: string) => void) => Promise<SentPhoto>;
  /** Whether the answer is a photo that waits on the phone. */
  isOnPhone?: boolean;
}

/** The ids by which an item's parts name each other; the focus is led to `control`. */
export function partIds(item: string) {
  return {
    control: `answer-${item}`,
    text: `text-${item}`,
    more: `more-${item}`,
    help: `help-${item}`,
    error: `error-${item}`,
  };
}

/** The parts that describe the control, for `aria-describedby`. */
export function describedBy(item: AskedItem, isInvalid: boolean): string | undefined {
  const { more, help, error } = partIds(item.name);
  const parts = [hasMore(item.text) && more, item.help !== null && help, isInvalid && error];
  return parts.filter(Boolean).join(" ") || undefined;
}

/** Whether a question goes on below its first paragraph, which names the control. */
export function hasMore(text: RichTextValue): text is readonly Block[] {
  return typeof text !== "string" && text.length > 1 && text[0]?.kind === "paragraph";
}
