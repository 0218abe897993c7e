import { useEffect, useState, useSyncExternalStore } from "react";

import { participantClient } from "@/api/client";
import { tokenInPath } from "@/api/participant-token";
import { answering, type Session } from "@/features/questionnaire/session";
import { SessionStore } from "@/features/questionnaire/session-store";
import { SessionView, type SessionViewProps } from "@/features/questionnaire/session-view";
import { deadlineOnPhone } from "@/features/questionnaire/time-left";

const REQUEST_TIMEOUT_MS = 20_000;

export type QuestionnaireProps = Omit<SessionViewProps, "store">;

/** The participant's page from the introduction to the receipt. */
export function Questionnaire(props: QuestionnaireProps) {
  const [store] = useState(() => storeFor(props));
  useLeaveWarning(useSyncExternalStore(store.subscribe, store.session, store.session));
  return <SessionView {...props} store={store} />;
}

function sessionAt({ stand, serverTime, moment }: QuestionnaireProps): Session {
  if (stand.state === "ready") return { state: "ready", sending: { state: "idle" } };
  const word = { server_time: serverTime, finish_until: stand.finishUntil };
  const deadline = deadlineOnPhone(word, pageArrivedAt());
  return answering({ finishUntil: stand.finishUntil, deadline, moment }, stand.start);
}

/** When the page came, on the phone's clock: long before its script runs, on a slow connection. */
function pageArrivedAt(): number {
  const [page] = performance.getEntriesByType("navigation");
  return page !== undefined && "responseStart" in page
    ? performance.timeOrigin + Number(page.responseStart)
    : Date.now();
}

function storeFor(props: QuestionnaireProps): SessionStore {
  const { questionnaire, version, language } = props;
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
    questionnaire,
    version,
    language,
    session: sessionAt(props),
    now: () => Date.now(),
    reload,
  });
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
