import { eventClient } from "@/api/client";
import { tokenInPath } from "@/api/participant-token";
import type { EventPage } from "@/api/schema-types";
import type { Trouble } from "@/features/questionnaire/session";
import { chooseLanguage } from "@/i18n/languages";
import { connectionFor, followEventLink } from "@/server/participant-page";
import { receivedForm } from "@/server/plain-form/received-form";
import { REFUSALS } from "@/server/plain-form/reply";

/** What is answered to a permanent link for events, or to the form that reports one. */
export type EventReply =
  | {
      show: "event";
      status: number;
      event: EventPage;
      trouble?: Trouble;
      refusal?: (typeof REFUSALS)[keyof typeof REFUSALS];
    }
  | { show: "unknown"; status: 404 }
  | { show: "away"; status: 503 }
  | { show: "elsewhere"; address: string };

/** The answer to a look at the link, or to a form posted to it. */
export async function eventReply(token: string, request: Request): Promise<EventReply> {
  const received = request.method === "POST" ? await receivedForm(request) : null;
  const { status, page: event } = await followEventLink(token, request.headers);
  if (event === null) {
    return status === 404 ? { show: "unknown", status } : { show: "away", status: 503 };
  }
  if (received === null) return { show: "event", status, event };
  if ("refused" in received) {
    const { refused } = received;
    return { show: "event", status: refused, event, refusal: REFUSALS[refused] };
  }
  return reported(token, request, event);
}

/** Reports the event; two taps within a few seconds lead to the same questionnaire. */
async function reported(token: string, request: Request, event: EventPage): Promise<EventReply> {
  const { pathname, search, searchParams } = new URL(request.url);
  const report = await eventClient(connectionFor(token, request.headers)).reportEvent();
  switch (report.outcome) {
    case "done": {
      const { link } = report.value;
      const language = chooseLanguage(searchParams.get("lang"), event.language, event.languages);
      return tokenInPath(link) === ""
        ? { show: "event", status: 503, event, trouble: "server" }
        : { show: "elsewhere", address: `${link}?lang=${language}` };
    }
    case "network":
    case "server":
      return { show: "event", status: 503, event, trouble: report.outcome };
    default:
      // Why nothing can be reported now, the page that is looked at next says.
      return { show: "elsewhere", address: pathname + search };
  }
}
