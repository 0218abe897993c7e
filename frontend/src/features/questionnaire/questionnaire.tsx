import { useEffect, useRef, useState, useSyncExternalStore } from "react";

import { participantClient } from "@/api/client";
import { tokenInPath } from "@/api/participant-token";
import { answering, type Session } from "@/features/questionnaire/session";
import { SessionStore } from "@/features/questionnaire/session-store";
import { SessionView, type SessionViewProps } from "@/features/questionnaire/session-view";
import { deadlineOnPhone } from "@/features/questionnaire/time-left";
import { usePageHistory } from "@/features/questionnaire/use-page-history";
import type { KeepingSetting } from "@/features/saving/start-keeping";
import { isSafe } from "@/features/saving/sync";

const REQUEST_TIMEOUT_MS = 20_000;

export type QuestionnaireProps = Omit<SessionViewProps, "store">;

/** The participant's page from the introduction to the receipt. */
export function Questionnaire(props: QuestionnaireProps) {
  const [{ store, client, token }] = useState(() => startOf(props));
  const session = useSyncExternalStore(store.subscribe, store.session, store.session);
  const { questionnaire, version, language } = props;
  useKeeping({ store, client, token, questionnaire, version, language }, session);
  usePageHistory(store, session, questionnaire);
  useLeaveWarning(session);
  return <SessionView {...props} store={store} />;
}

function sessionAt({ stand, serverTime, moment }: QuestionnaireProps): Session {
  if (stand.state === "ready") return { state: "ready", sending: { state: "idle" } };
  const { openedAt, finishUntil, saved, start } = stand;
  const word = { serverTime, arrivedAt: pageArrivedAt() };
  const deadline = deadlineOnPhone(
    { server_time: serverTime, finish_until: finishUntil },
    performance.timeOrigin + word.arrivedAt,
  );
  return answering({ openedAt, finishUntil, deadline, word, saved, moment }, start);
}

/** When the page came, since its start: long before its script runs, on a slow connection. */
function pageArrivedAt(): number {
  const [page] = performance.getEntriesByType("navigation");
  return page !== undefined && "responseStart" in page
    ? Number(page.responseStart)
    : performance.now();
}

function startOf(props: QuestionnaireProps) {
  const { questionnaire, version, language } = props;
  // The token stays in the address: the page holds no copy of it. The server needs no client.
  const token = typeof location === "undefined" ? "" : tokenInPath(location.pathname);
  const client = participantClient({
    origin: "",
    token,
    fetch: (input, init) => fetch(input, init),
    timeoutMs: REQUEST_TIMEOUT_MS,
  });
  const reload = () => {
    location.reload();
  };
  const clocks = { now: () => Date.now(), elapsed: () => performance.now() };
  const page = { questionnaire, version, language, session: sessionAt(props) };
  return { store: new SessionStore({ ...clocks, ...page, client, reload }), client, token };
}

/** Has the answers kept once there may be some; what does that comes after the page itself. */
function useKeeping(setting: KeepingSetting, { state }: Session) {
  const isKept = useRef(false);
  const latest = useRef(setting);
  const isOpen = state === "answering";
  useEffect(() => {
    void import("@/features/saving/start-keeping").then(({ startKeeping }) => {
      if (!isOpen || isKept.current) return;
      isKept.current = true;
      return startKeeping(latest.current);
    }, nothingKept);
  }, [isOpen]);
}

/** The page works without; who leaves it with answers is warned. */
function nothingKept() {
  return undefined;
}

/** Asks before a page is left with answers that are only there. */
function useLeaveWarning(session: Session) {
  const isUnsafe =
    session.state === "answering" &&
    Object.keys(session.changed).length > 0 &&
    !isSafe(session.sync);
  useEffect(() => {
    if (!isUnsafe) return;
    const warn = (event: Event) => {
      event.preventDefault();
    };
    addEventListener("beforeunload", warn);
    return () => {
      removeEventListener("beforeunload", warn);
    };
  }, [isUnsafe]);
}
