import { countAnswered } from "@/features/questionnaire/answer-check";
import { errorSentence, type Wording } from "@/features/questionnaire/answer-error";
import { ActionButton } from "@/features/questionnaire/action-button";
import { ErrorSummary } from "@/features/questionnaire/error-summary";
import { ItemCard } from "@/features/questionnaire/item-card";
import type { LocalItem, LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import { ProgressBar } from "@/features/questionnaire/progress-bar";
import type { Answering } from "@/features/questionnaire/session";
import type { SessionStore } from "@/features/questionnaire/session-store";
import { TimeNotice } from "@/features/questionnaire/time-notice";
import { TroubleAlert } from "@/features/questionnaire/trouble-alert";
import type { Messages } from "@/i18n/messages";
import { fill } from "@/i18n/sentence";

interface ItemsFormProps {
  questionnaire: LocalQuestionnaire;
  session: Answering;
  finishUntil: string;
  messages: Messages;
  language: string;
  store: Pick<SessionStore, "change" | "submit">;
}

/** All items on one page and the button that sends the answers. */
export function ItemsForm({ questionnaire, session, store, ...rest }: ItemsFormProps) {
  const { title, items } = questionnaire;
  const { messages, language, finishUntil } = rest;
  const { drafts, errors, sending, deadline } = session;
  const answered = { done: countAnswered(items, drafts), total: items.length };
  const labels = { idle: messages.submit, waiting: messages.sending, failed: messages.retry };
  return (
    <form className="flex flex-col gap-4" noValidate onSubmit={submissionTo(store)}>
      <h1 className="page-title" tabIndex={-1} data-focus-first>
        {title}
      </h1>
      <p className="text-muted-foreground">{fill(messages.finishUntil, { time: finishUntil })}</p>
      <ProgressBar {...answered} label={fill(messages.progress, answered)}>
        <TimeNotice {...{ deadline, finishUntil }} sentences={messages.timeLeft} />
      </ProgressBar>
      <ErrorSummary items={items} {...{ errors, messages, language }} refusals={session.refusals} />
      {items.map((item) => (
        <ItemCard
          key={item.name}
          {...{ item, messages, language }}
          draft={drafts[item.name]}
          error={errorOf(item, session, rest)}
          onChange={(draft) => {
            store.change(item.name, draft);
          }}
        />
      ))}
      <TroubleAlert sending={sending} sentences={messages.trouble.send} />
      <ActionButton sending={sending} labels={labels} />
    </form>
  );
}

function errorOf(item: LocalItem, { errors, drafts }: Answering, wording: Wording) {
  const code = errors[item.name];
  return code && errorSentence(item, code, drafts[item.name], wording);
}

function submissionTo(store: Pick<SessionStore, "submit">) {
  return (event: { preventDefault: () => void }) => {
    event.preventDefault();
    void store.submit();
  };
}
