import { useEffect, useRef } from "react";

import { Alert, AlertDescription, AlertTitle } from "@/components/ui/alert";
import { ItemLinks } from "@/features/questionnaire/item-links";
import type { AskedItem } from "@/features/questionnaire/local-questionnaire";
import type { Fill } from "@/features/rich-text/tokens";
import type { Messages } from "@/i18n/messages";
import { count } from "@/i18n/sentence";

interface SkippedQuestionProps {
  skipped: readonly AskedItem[];
  fill: Fill;
  messages: Messages;
  language: string;
}

/** Asks whether what was skipped is meant to be; the button below then says yes. */
export function SkippedQuestion({ skipped, fill, messages, language }: SkippedQuestionProps) {
  const question = useRef<HTMLDivElement>(null);
  useEffect(() => {
    question.current?.focus();
  }, []);
  return (
    <Alert ref={question} tabIndex={-1} role="group" aria-labelledby="skipped">
      <AlertTitle id="skipped" className="line-clamp-none! text-base! font-semibold!">
        {count(messages.skipped, skipped.length, language)}
      </AlertTitle>
      <AlertDescription className="w-full">
        <ItemLinks items={skipped} fill={fill} />
      </AlertDescription>
    </Alert>
  );
}
