import type { ItemProps } from "@/features/questionnaire/items/item-props";
import { type AskedKind, KINDS, needsScript } from "@/features/questionnaire/items/kinds";
import type { AskedItem } from "@/features/questionnaire/local-questionnaire";
import { ClearBox } from "@/features/questionnaire/plain/clear-box";
import { InsteadOfScript } from "@/features/questionnaire/plain/instead-of-script";

/**
 * What an item is answered with where no script runs, in place of a control that needs one. It is
 * there on the server only: React leaves what is in `<noscript>` alone.
 */
export function Fallback(props: ItemProps<AskedKind>) {
  if (!needsScript(props.item.kind)) return null;
  return <noscript>{import.meta.env.SSR && <InsteadOfScript {...props} />}</noscript>;
}

type ClearFallbackProps = Pick<ItemProps<AskedKind>, "item" | "messages">;

/** A way to take an answer away where no script runs, for controls that do not have one. */
export function ClearFallback({ item, messages }: ClearFallbackProps) {
  if (!hasNoWayBack(item)) return null;
  return (
    <noscript>
      {import.meta.env.SSR && <ClearBox item={item.name} label={messages.clearAnswer} />}
    </noscript>
  );
}

/** Whether an answer, once given, could not be taken away: radio buttons have no such way. */
export function hasNoWayBack({ kind, required }: AskedItem): boolean {
  const { asked, needsClearing } = KINDS[kind];
  return !required && needsClearing && asked === "legend" && !needsScript(kind);
}
