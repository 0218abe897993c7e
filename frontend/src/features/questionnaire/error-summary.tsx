import { useEffect, useRef } from "react";

import { Alert, AlertDescription, AlertTitle } from "@/components/ui/alert";
import { ItemLinks } from "@/features/questionnaire/item-links";
import type { AskedItem } from "@/features/questionnaire/local-questionnaire";
import type { Fill } from "@/features/rich-text/tokens";
import type { Messages } from "@/i18n/messages";
import { count } from "@/i18n/sentence";

interface ErrorSummaryProps {
  /** The items of the page whose answers were refused. */
  refused: readonly AskedItem[];
  refusals: number;
  fill: Fill;
  messages: Messages;
  language: string;
}

/** Leads to each item whose answer was refused; takes the focus, and so the voice, at each refusal. */
export function ErrorSummary({ refused, refusals, fill, messages, language }: ErrorSummaryProps) {
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (refusals > 0) summary.current?.focus();
  }, [refusals]);
  if (refused.length === 0) return null;
  return (
    <Alert
      ref={summary}
      variant="destructive"
      tabIndex={-1}
      role="group"
      aria-labelledby="refused"
      className="scroll-mt-20"
    >
      <AlertTitle id="refused" className="line-clamp-none! text-base! font-semibold!">
        {count(messages.errorSummary, refused.length, language)}
      </AlertTitle>
      <AlertDescription className="w-full">
        <ItemLinks items={refused} fill={fill} />
      </AlertDescription>
    </Alert>
  );
}
