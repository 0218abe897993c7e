import { useEffect, useRef, useState, useSyncExternalStore } from "react";

import { participantClient } from "@/api/client";
import { tokenInPath } from "@/api/participant-token";
import { Introduction } from "@/features/questionnaire/introduction";
import { ItemsForm } from "@/features/questionnaire/items-form";
import type { LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import { Notice } from "@/features/questionnaire/notice";
import { OtherVersion } from "@/features/questionnaire/other-version";
import { answering, type Session } from "@/features/questionnaire/session";
import { SessionStore } from "@/features/questionnaire/session-store";
import { ThankYou } from "@/features/questionnaire/thank-you";
import { deadlineOnPhone } from "@/features/questionnaire/time-left";
import { clockTime } from "@/i18n/clock-time";
import type { Messages } from "@/i18n/messages";

const REQUEST_TIMEOUT_MS = 20_000;

/** Where the prompt stood when the page was made. */
export type Stand =
  | { state: "ready"; openUntil: string; finishWithinMinutes: number }
  | { state: "open"; finishUntil: string };

export interface QuestionnaireProps {
  questionnaire: LocalQuestionnaire;
  version: number;
  messages: Messages;
  language: string;
  timeZone: string;
  serverTime: string;
  stand: Stand;
}

/** The participant's page from the introduction to the receipt. */
export function Questionnaire(props: QuestionnaireProps) {
  const [store] = useState(() => storeFor(props));
  const session = useSyncExternalStore(store.subscribe, store.session, store.session);
  const root = useFocusAtChange(session.state);
  useLeaveWarning(session);
  return (
    <div ref={root}>
      <SessionView {...props} store={store} session={session} />
    </div>
  );
}

type SessionViewProps = QuestionnaireProps & { store: SessionStore; session: Session };

function SessionView({ store, session, stand, timeZone, serverTime, ...rest }: SessionViewProps) {
  const { messages, language } = rest;
  const timeOf = (instant: string) =>
    clockTime(new Date(instant), new Date(serverTime), { timeZone, language });
  switch (session.state) {
    case "ready":
      if (stand.state !== "ready") return null;
      return (
        <Introduction
          {...rest}
          openUntil={timeOf(stand.openUntil)}
          finishWithinMinutes={stand.finishWithinMinutes}
          sending={session.sending}
          onBegin={() => void store.open()}
        />
      );
    case "answering":
      return (
        <ItemsForm {...rest} {...{ session, store }} finishUntil={timeOf(session.finishUntil)} />
      );
    case "answered": {
      const { receipt, answered_at } = session.receipt;
      return <ThankYou messages={messages.thanks} receipt={receipt} time={timeOf(answered_at)} />;
    }
    case "too_late":
      return <Notice {...messages.tooLate} />;
    case "other_version":
      return <OtherVersion messages={messages.otherVersion} onReload={store.reload} />;
    case "unknown_link":
      return <Notice {...messages.unknownLink} />;
  }
}

function sessionAt(stand: Stand, serverTime: string): Session {
  if (stand.state === "ready") return { state: "ready", sending: { state: "idle" } };
  const word = { server_time: serverTime, finish_until: stand.finishUntil };
  return answering(stand.finishUntil, deadlineOnPhone(word, pageArrivedAt()));
}

/** When the page came, on the phone's clock: long before its script runs, on a slow connection. */
function pageArrivedAt(): number {
  const [page] = performance.getEntriesByType("navigation");
  return page !== undefined && "responseStart" in page
    ? performance.timeOrigin + Number(page.responseStart)
    : Date.now();
}

function storeFor({ questionnaire, stand, serverTime, ...page }: QuestionnaireProps): SessionStore {
  const { version, language } = page;
  const client = participantClient({
    origin: "",
    // The token stays in the address: the page holds no copy of it. The server needs no client.
    token: typeof location === "undefined" ? "" : tokenInPath(location.pathname),
    fetch: (input, init) => fetch(input, init),
    timeoutMs: REQUEST_TIMEOUT_MS,
  });
  const reload = () => {
    location.reload();
  };
  return new SessionStore({
    client,
    items: questionnaire.items,
    version,
    language,
    session: sessionAt(stand, serverTime),
    now: () => Date.now(),
    reload,
  });
}

/** Moves the focus and the eye to the heading of a view that took another's place. */
function useFocusAtChange(state: Session["state"]) {
  const root = useRef<HTMLDivElement>(null);
  const shown = useRef(state);
  useEffect(() => {
    if (shown.current === state) return;
    shown.current = state;
    root.current?.querySelector<HTMLElement>("[data-focus-first]")?.focus();
    scrollTo({ top: 0 });
  }, [state]);
  return root;
}

/** Asks before a page with answers that were not sent is left. */
function useLeaveWarning(session: Session) {
  const isUnsent = session.state === "answering" && Object.keys(session.drafts).length > 0;
  useEffect(() => {
    if (!isUnsent) return;
    const warn = (event: Event) => {
      event.preventDefault();
    };
    addEventListener("beforeunload", warn);
    return () => {
      removeEventListener("beforeunload", warn);
    };
  }, [isUnsent]);
}
