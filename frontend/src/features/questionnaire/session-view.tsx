import { useEffect, useRef, useSyncExternalStore } from "react";

import type { Draft } from "@/api/schema-types";
import { Answers } from "@/features/questionnaire/answers";
import { Introduction } from "@/features/questionnaire/introduction";
import type { Wording } from "@/features/questionnaire/items/item-props";
import type { LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import { Notice } from "@/features/questionnaire/notice";
import { ReloadNotice } from "@/features/questionnaire/reload-notice";
import type { Session, Start } from "@/features/questionnaire/session";
import type { SessionStore } from "@/features/questionnaire/session-store";
import { ThankYou } from "@/features/questionnaire/thank-you";
import { useKindsAhead } from "@/features/questionnaire/use-kinds";
import type { Moment } from "@/features/questionnaire/walk";
import { KeptNotice } from "@/features/saving/kept-notice";
import { clockTime } from "@/i18n/clock-time";
import type { Messages } from "@/i18n/messages";

/** Where the prompt stood when the page was made. */
export type Stand =
  /** `openUntil` as the person's clock shows it. */
  | { state: "ready"; openUntil: string; finishWithinMinutes: number }
  | { state: "open"; openedAt: string; finishUntil: string; saved: Draft; start: Start };

export interface SessionViewProps extends Wording {
  questionnaire: LocalQuestionnaire;
  /** The number of the questionnaire's version. */
  version: number;
  /** What is known before the questionnaire is opened. */
  moment: Moment;
  timeZone: string;
  serverTime: string;
  stand: Stand;
  store: SessionStore;
}

/** A session from the introduction to the receipt, as it stands. */
export function SessionView({ store, ...props }: SessionViewProps) {
  const session = useSyncExternalStore(store.subscribe, store.session, store.session);
  const root = useFocusAtChange(viewOf(session));
  return (
    <div ref={root}>
      <CurrentView {...props} store={store} session={session} />
    </div>
  );
}

type CurrentViewProps = SessionViewProps & { session: Session };

function CurrentView({ store, session, stand, timeZone, serverTime, ...rest }: CurrentViewProps) {
  const { messages, language } = rest;
  useKindsAhead(rest.questionnaire);
  const timeOf = (instant: string) =>
    clockTime(new Date(instant), new Date(serverTime), { timeZone, language });
  switch (session.state) {
    case "ready":
      if (stand.state !== "ready") return null;
      return (
        <Introduction
          {...rest}
          openUntil={stand.openUntil}
          finishWithinMinutes={stand.finishWithinMinutes}
          sending={session.sending}
          onBegin={() => void store.open()}
        />
      );
    case "answering":
      return <Answers {...rest} {...{ timeZone, serverTime, store }} />;
    case "answered": {
      const { receipt, answered_at } = session.receipt;
      return <ThankYou messages={messages.thanks} receipt={receipt} time={timeOf(answered_at)} />;
    }
    case "kept":
      return <KeptNotice {...{ messages, store }} sending={session.sending} />;
    default:
      return <End state={session.state} messages={messages} onReload={store.reload} />;
  }
}

interface EndProps {
  state: Exclude<Session["state"], "ready" | "answering" | "kept" | "answered">;
  messages: Messages;
  onReload: () => void;
}

function End({ state, messages, onReload }: EndProps) {
  switch (state) {
    case "too_late":
      return <Notice {...messages.tooLate} />;
    case "partial":
      return <Notice {...messages.saving.partial} />;
    case "other_version":
      return <ReloadNotice messages={messages.otherVersion} onReload={onReload} />;
    case "unknown_link":
      return <Notice {...messages.unknownLink} />;
  }
}

/** What the person sees, by name: where it changes, something else took its place. */
function viewOf(session: Session): string {
  return session.state === "answering" ? `page ${session.page ?? ""}` : session.state;
}

/** Moves the focus and the eye to the heading of a view that took another's place. */
function useFocusAtChange(view: string) {
  const root = useRef<HTMLDivElement>(null);
  const shown = useRef(view);
  useEffect(() => {
    if (shown.current === view) return;
    shown.current = view;
    const first = ["[data-slot=alert][tabindex]", "h2[data-focus-first]", "h1[data-focus-first]"]
      .map((part) => root.current?.querySelector<HTMLElement>(part))
      .find((part) => part);
    scrollTo({ top: 0 });
    first?.focus();
  }, [view]);
  return root;
}
