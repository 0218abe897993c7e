import type { EventClient } from "@/api/client";
import { tokenInPath } from "@/api/participant-token";
import type { Trouble } from "@/features/questionnaire/session";

/** What the page does after a tap: goes on, shows what the server says now, or offers to try again. */
export type Reported =
  { next: "go"; path: string } | { next: "reload" } | { next: "failed"; why: Trouble };

/** What the page knows of the last report when the button is tapped. */
export interface Known {
  unfinished: string | null;
  /** Whether an earlier tap came to nothing, as far as the page could see. */
  isRetry: boolean;
}

/** Reports the event; after a try whose answer was lost, goes on with what that try began. */
export async function report(client: EventClient, known: Known): Promise<Reported> {
  const begun = known.isRetry ? await begunBefore(client, known.unfinished) : null;
  if (begun !== null) return { next: "go", path: begun };
  const reported = await client.reportEvent();
  switch (reported.outcome) {
    case "done":
      return whereTo(reported.value.link);
    case "network":
    case "server":
      return { next: "failed", why: reported.outcome };
    default:
      return { next: "reload" };
  }
}

/** The questionnaire that a try nobody heard of has opened, if it did. */
async function begunBefore(client: EventClient, known: string | null): Promise<string | null> {
  const read = await client.readEvent();
  if (read.outcome !== "done" || read.value.state === "closed") return null;
  const { unfinished } = read.value;
  return unfinished === known ? null : unfinished;
}

/** Only a page of ours is gone to. */
function whereTo(path: string): Reported {
  return tokenInPath(path) === "" ? { next: "failed", why: "server" } : { next: "go", path };
}
