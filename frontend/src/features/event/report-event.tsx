import { useState } from "react";

import { eventClient } from "@/api/client";
import { tokenInPath } from "@/api/participant-token";
import { Card, CardContent } from "@/components/ui/card";
import { report } from "@/features/event/report";
import { UnfinishedLink } from "@/features/event/unfinished-link";
import { ActionButton } from "@/features/questionnaire/action-button";
import { submissionTo } from "@/features/questionnaire/plain/submission";
import type { Sending } from "@/features/questionnaire/session";
import { TroubleAlert } from "@/features/questionnaire/trouble-alert";
import type { Messages } from "@/i18n/messages";

const REQUEST_TIMEOUT_MS = 20_000;

export interface ReportEventProps {
  title: string;
  unfinished: string | null;
  language: string;
  /** What came of a report by a posted form. */
  sending: Sending;
  messages: Pick<Messages, "event" | "opening" | "retry" | "trouble">;
}

/** What can be reported, and the button that does it. */
export function ReportEvent({ title, unfinished, language, ...props }: ReportEventProps) {
  const [sending, onReport] = useReporting(props.sending, unfinished, language);
  const { event, opening, retry, trouble } = props.messages;
  return (
    <form method="post" className="flex flex-col gap-6" onSubmit={submissionTo(onReport)}>
      <Card>
        <CardContent className="flex flex-col gap-3">
          <h1 className="page-title">{title}</h1>
          <p className="text-pretty text-muted-foreground">{event.hint}</p>
        </CardContent>
      </Card>
      <TroubleAlert sending={sending} sentences={trouble.open} />
      <ActionButton
        sending={sending}
        labels={{ idle: event.report, waiting: opening, failed: retry }}
      />
      {unfinished && (
        <UnfinishedLink
          href={inLanguage(unfinished, language)}
          label={event.unfinished}
          isMain={false}
        />
      )}
    </form>
  );
}

function useReporting(first: Sending, unfinished: string | null, language: string) {
  const [sending, setSending] = useState(first);
  const onReport = async () => {
    if (sending.state === "waiting") return;
    setSending({ state: "waiting" });
    const isRetry = sending.state === "failed";
    const reported = await report(clientOfThisPage(), { unfinished, isRetry });
    if (reported.next === "failed") setSending({ state: "failed", why: reported.why });
    else if (reported.next === "reload") location.reload();
    // In the place of this page: the way back leads past a button that was pressed.
    else location.replace(inLanguage(reported.path, language));
  };
  return [sending, () => void onReport()] as const;
}

function clientOfThisPage() {
  return eventClient({
    origin: "",
    // The token stays in the address: the page holds no copy of it.
    token: tokenInPath(location.pathname),
    fetch: (input, init) => fetch(input, init),
    timeoutMs: REQUEST_TIMEOUT_MS,
  });
}

function inLanguage(path: string, language: string): string {
  return `${path}?lang=${language}`;
}
