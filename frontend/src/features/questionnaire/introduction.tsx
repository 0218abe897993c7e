import { Card, CardContent } from "@/components/ui/card";
import { ActionButton } from "@/features/questionnaire/action-button";
import type { LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import type { Sending } from "@/features/questionnaire/session";
import { TroubleAlert } from "@/features/questionnaire/trouble-alert";
import type { Messages } from "@/i18n/messages";
import { count, fill } from "@/i18n/sentence";

interface IntroductionProps {
  questionnaire: LocalQuestionnaire;
  messages: Messages;
  language: string;
  openUntil: string;
  finishWithinMinutes: number;
  sending: Sending;
  onBegin: () => void;
}

/** What awaits the person, and the button that opens it. */
export function Introduction({ questionnaire, messages, sending, ...props }: IntroductionProps) {
  const { title, introduction, items } = questionnaire;
  const labels = { idle: messages.begin, waiting: messages.opening, failed: messages.retry };
  return (
    <div className="flex flex-col gap-6">
      <Card>
        <CardContent className="flex flex-col gap-4">
          <h1 className="page-title">{title}</h1>
          {introduction && <p className="text-pretty whitespace-pre-line">{introduction}</p>}
          <ul className="facts border-t pt-4 text-muted-foreground">
            <li>{count(messages.questionCount, items.length, props.language)}</li>
            <li>{fill(messages.openUntil, { time: props.openUntil })}</li>
            <li>{count(messages.finishWithin, props.finishWithinMinutes, props.language)}</li>
          </ul>
        </CardContent>
      </Card>
      <TroubleAlert sending={sending} sentences={messages.trouble.open} />
      <ActionButton sending={sending} labels={labels} onPress={props.onBegin} />
    </div>
  );
}
