import { useEffect, useRef } from "react";

import { Alert, AlertDescription, AlertTitle } from "@/components/ui/alert";
import type { ItemErrors } from "@/features/questionnaire/answer-check";
import { partIds } from "@/features/questionnaire/item-parts";
import type { LocalItem } from "@/features/questionnaire/local-questionnaire";
import type { Messages } from "@/i18n/messages";
import { count } from "@/i18n/sentence";

interface ErrorSummaryProps {
  items: readonly LocalItem[];
  errors: ItemErrors;
  refusals: number;
  messages: Messages;
  language: string;
}

/** Leads to each item whose answer was refused; takes the focus at each refusal. */
export function ErrorSummary({ items, errors, refusals, messages, language }: ErrorSummaryProps) {
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (refusals > 0) summary.current?.focus();
  }, [refusals]);
  const refused = items.filter((item) => item.name in errors);
  if (refused.length === 0) return null;
  return (
    <Alert ref={summary} variant="destructive" tabIndex={-1} className="scroll-mt-20">
      <AlertTitle className="line-clamp-none text-base font-semibold">
        {count(messages.errorSummary, refused.length, language)}
      </AlertTitle>
      <AlertDescription className="w-full">
        <ul className="w-full">
          {refused.map((item) => (
            <li key={item.name}>
              <a
                href={`#${partIds(item.name).control}`}
                className="flex min-h-11 items-center underline underline-offset-4"
                onClick={(event) => {
                  event.preventDefault();
                  focusAnswer(item.name);
                }}
              >
                {item.text}
              </a>
            </li>
          ))}
        </ul>
      </AlertDescription>
    </Alert>
  );
}

function focusAnswer(item: string) {
  const control = document.getElementById(partIds(item).control);
  control?.focus({ preventScroll: true });
  control?.closest("[data-slot=card]")?.scrollIntoView({ block: "start" });
}
