import { ActionButton } from "@/features/questionnaire/action-button";
import type { ErrorWording } from "@/features/questionnaire/answer-error";
import { type Direction, FIELDS } from "@/features/questionnaire/plain/form-names";
import { PushButton } from "@/features/questionnaire/push-button";
import type { Place } from "@/features/questionnaire/place";
import type { Answering, Sending } from "@/features/questionnaire/session";
import type { SessionStore } from "@/features/questionnaire/session-store";
import { SkippedQuestion } from "@/features/questionnaire/skipped-question";
import { TroubleAlert } from "@/features/questionnaire/trouble-alert";
import type { Messages } from "@/i18n/messages";

interface PageButtonsProps extends ErrorWording {
  place: Place;
  session: Answering;
  store: Pick<SessionStore, "back">;
}

/** On to the next page or, from the last, to sending; and back. */
export function PageButtons({ place, session, store, ...wording }: PageButtonsProps) {
  const { messages } = wording;
  const { sending, asking } = session;
  const skipped = place.items.filter(({ name }) => asking.includes(name));
  const labels = {
    idle: skipped.length > 0 ? messages.goOn : onward(place, messages),
    waiting: messages.sending,
    failed: messages.retry,
  };
  return (
    <>
      {skipped.length > 0 && <SkippedQuestion skipped={skipped} {...wording} />}
      <TroubleAlert sending={sending} sentences={messages.trouble.send} />
      {/* The first button is the one that the enter key presses; it is also read and seen first. */}
      <div className="flex flex-col gap-3">
        <ActionButton to="next" sending={sending} labels={labels} />
        {place.previous !== null && <BackButton {...{ sending, store }} label={messages.back} />}
      </div>
    </>
  );
}

interface BackButtonProps extends Pick<PageButtonsProps, "store"> {
  sending: Sending;
  label: string;
}

function BackButton({ sending, store, label }: BackButtonProps) {
  return (
    <PushButton
      type="submit"
      name={FIELDS.to}
      value={"back" satisfies Direction}
      variant="outline"
      className="min-h-12 text-base!"
      aria-disabled={sending.state === "waiting"}
      onClick={(event) => {
        event.preventDefault();
        store.back();
      }}
    >
      {label}
    </PushButton>
  );
}

function onward({ next }: Place, messages: Messages): string {
  return next === null ? messages.submit : messages.next;
}
