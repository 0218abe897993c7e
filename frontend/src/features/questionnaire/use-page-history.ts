import { useEffect, useRef } from "react";

import { placeIn } from "@/features/questionnaire/place";
import type { LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import type { Session } from "@/features/questionnaire/session";
import type { SessionStore } from "@/features/questionnaire/session-store";

/** What the browser's history holds of one page of the questionnaire. */
interface Entry {
  page: string;
  /** The page that the browser's Back leads to. */
  previous: string | null;
}

/** Makes each page of the questionnaire a step of the browser's history. */
export function usePageHistory(
  store: Pick<SessionStore, "turnTo">,
  session: Session,
  questionnaire: LocalQuestionnaire,
) {
  const page = session.state === "answering" ? placeIn(questionnaire, session).page : null;
  const isLoaded = useRef(false);
  useEffect(() => {
    const follow = () => {
      const entry = entryHere();
      if (entry !== null) store.turnTo(entry.page);
    };
    addEventListener("popstate", follow);
    return () => {
      removeEventListener("popstate", follow);
    };
  }, [store]);
  useEffect(() => {
    if (page === null) return;
    // Loaded anew, the page of the questionnaire is the one that the history has.
    const here = isLoaded.current ? null : entryHere();
    isLoaded.current = true;
    if (here === null) turnHistory(page);
    else store.turnTo(here.page);
  }, [store, page]);
}

/** Going back to the page before takes its step back; any other page is a new step. */
function turnHistory(page: string): void {
  const here = entryHere();
  if (here === null) history.replaceState({ page, previous: null } satisfies Entry, "");
  else if (here.previous === page) history.back();
  else if (here.page !== page) {
    history.pushState({ page, previous: here.page } satisfies Entry, "");
  }
}

function entryHere(): Entry | null {
  const state: unknown = history.state;
  const isOurs = typeof state === "object" && state !== null && "page" in state;
  return isOurs ? (state as Entry) : null;
}
