import { useRef } from "react";

import { countAnswered } from "@/features/questionnaire/answer-check";
import { ErrorSummary } from "@/features/questionnaire/error-summary";
import { fillFrom } from "@/features/questionnaire/filling";
import type { Wording } from "@/features/questionnaire/items/item-props";
import type { LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import { PageButtons } from "@/features/questionnaire/page-buttons";
import { PageItems } from "@/features/questionnaire/page-items";
import { type Place, placeIn } from "@/features/questionnaire/place";
import { PageFields } from "@/features/questionnaire/plain/page-fields";
import { submissionTo } from "@/features/questionnaire/plain/submission";
import { useTypedBefore } from "@/features/questionnaire/plain/use-typed-before";
import { ProgressBar } from "@/features/questionnaire/progress-bar";
import type { Answering } from "@/features/questionnaire/session";
import type { SessionStore } from "@/features/questionnaire/session-store";
import { TimeNotice } from "@/features/questionnaire/time-notice";
import { SaveIndicator } from "@/features/saving/save-indicator";
import { RichText } from "@/features/rich-text/rich-text";
import type { Fill } from "@/features/rich-text/tokens";
import { fill as fillIn } from "@/i18n/sentence";

interface ItemsFormProps extends Wording {
  questionnaire: LocalQuestionnaire;
  /** The number of the questionnaire's version. */
  version: number;
  session: Answering;
  finishUntil: string;
  store: Pick<SessionStore, "change" | "proceed" | "back" | "sendPhoto">;
}

/** A page of items, and the buttons that lead on; the last one sends the answers. */
export function ItemsForm({ questionnaire, version, session, store, ...props }: ItemsFormProps) {
  const { finishUntil, ...wording } = props;
  const place = placeIn(questionnaire, session);
  const fill = fillFrom({ ...session.moment, answers: place.way.answers });
  const refused = place.items.filter(({ name }) => name in session.errors);
  const form = useRef<HTMLFormElement>(null);
  useTypedBefore(form, { ...place, ...session, store });
  return (
    <form
      ref={form}
      method="post"
      encType={hasPhoto(place.items) ? "multipart/form-data" : undefined}
      className="flex flex-col gap-4"
      noValidate
      onSubmit={submissionTo(() => void store.proceed())}
    >
      <PageFields {...{ version }} page={place.page} items={place.items} asked={session.asked} />
      <Head {...{ questionnaire, place, session, fill, finishUntil }} messages={wording.messages} />
      <ErrorSummary
        key={`refused ${place.page ?? ""}`}
        {...{ refused, fill, ...wording }}
        refusals={session.refusals}
      />
      {place.items.length === 0 && <p>{wording.messages.nothingToAnswer}</p>}
      <PageItems {...{ place, session, store, fill, ...wording }} />
      <PageButtons {...{ place, session, store, fill, ...wording }} />
    </form>
  );
}

/** Files are posted in a form of another type. */
function hasPhoto(items: Place["items"]): boolean {
  return items.some(({ kind }) => kind === "photo");
}

interface HeadProps extends Pick<ItemsFormProps, "questionnaire" | "session" | "finishUntil"> {
  place: Place;
  fill: Fill;
  messages: Wording["messages"];
}

/** What the page is called, how far the person has come, and by when to finish. */
function Head({ questionnaire, place, session, fill, finishUntil, messages }: HeadProps) {
  return (
    <>
      <h1 className="page-title" tabIndex={-1} data-focus-first>
        <RichText text={questionnaire.title} fill={fill} />
      </h1>
      <p className="text-muted-foreground">{fillIn(messages.finishUntil, { time: finishUntil })}</p>
      <Progress presentation={questionnaire.presentation} {...{ place, session, messages }}>
        <TimeNotice
          deadline={session.deadline}
          sentences={messages.timeLeft}
          finishUntil={finishUntil}
        />
      </Progress>
      {place.title !== null && (
        <h2 key={place.page} className="section-title" tabIndex={-1} data-focus-first>
          <RichText text={place.title} fill={fill} />
        </h2>
      )}
    </>
  );
}

interface ProgressProps extends Pick<LocalQuestionnaire, "presentation"> {
  place: Place;
  session: Answering;
  messages: Wording["messages"];
  children: React.ReactNode;
}

/** How many of the items shown are answered, and which of the pages this is. */
function Progress({ presentation, place, session, messages, children }: ProgressProps) {
  const { steps } = place;
  const items = steps.flatMap((step) => step.items);
  const answered = countAnswered(items, session.drafts);
  const label = fillIn(messages.progress, answered);
  const words = presentation === "item" ? messages.plain.question : messages.place;
  const at = fillIn(words, { page: place.index + 1, pages: steps.length });
  return (
    <ProgressBar {...answered} label={steps.length > 1 ? `${at} · ${label}` : label}>
      {children}
      <SaveIndicator sync={session.sync} words={messages.saving} />
    </ProgressBar>
  );
}
