import type { Portal } from "@/api/schema-types";
import { isToken } from "@/api/participant-token";
import type { LeaveLevel } from "@/i18n/portal-messages";
import { portalOf } from "@/server/portal";
import { type PortalScreen, unread } from "@/server/portal-acts";
import { fieldOf } from "@/server/form-field";
import { receivedForm } from "@/server/plain-form/received-form";

/** The way out of a study: what becomes of the data, whether that is meant, and that it is done. */
export type LeaveScreen =
  | { shown: "levels"; status: 200 | 422; portal: Portal; isMissing: boolean }
  | { shown: "sure"; status: 200; portal: Portal; level: LeaveLevel }
  | { shown: "left"; status: 200; portal: Portal; level: LeaveLevel }
  | { shown: "gone"; status: 404 }
  | Extract<PortalScreen, { shown: "expired" | "problem" }>;

/** The screen after one request. Only a POST leaves; everything before it is a GET. */
export async function takeLeaveStep(token: string, request: Request): Promise<LeaveScreen> {
  if (!isToken(token)) return { shown: "problem", status: 404 };
  const posted = request.method === "POST" ? await receivedForm(request) : null;
  if (posted && "refused" in posted) return { shown: "problem", status: posted.refused };
  const client = portalOf(token, request.headers);
  const found = await client.read();
  if (found.outcome === "done") {
    return posted
      ? leave(client, found.value, fieldOf(posted.form, "level"))
      : ask(found.value, new URL(request.url).searchParams);
  }
  // Pressed twice: the first time has taken the link away.
  const isGone = posted !== null && found.outcome === "refused" && found.status === 404;
  return isGone ? { shown: "gone", status: 404 } : unread(found);
}

/** What should become of the data, and whether that is meant. */
function ask(portal: Portal, query: URLSearchParams): LeaveScreen {
  const level = portal.may_withdraw.find((known) => known === query.get("level"));
  if (level) return { shown: "sure", status: 200, portal, level };
  const isMissing = query.has("next");
  return { shown: "levels", status: isMissing ? 422 : 200, portal, isMissing };
}

async function leave(
  client: ReturnType<typeof portalOf>,
  portal: Portal,
  asked: string,
): Promise<LeaveScreen> {
  // Pressed twice: the first time has done it.
  if (asked === "stop" && portal.status === "withdrawn") return left(portal, "stop");
  const level = portal.may_withdraw.find((known) => known === asked);
  if (!level) return { shown: "levels", status: 422, portal, isMissing: true };
  const answer = await client.leave(level);
  return answer.outcome === "done" ? left(portal, level) : unread(answer);
}

function left(portal: Portal, level: LeaveLevel): LeaveScreen {
  return { shown: "left", status: 200, portal, level };
}
