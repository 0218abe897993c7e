import type { Portal } from "@/api/schema-types";
import { isToken } from "@/api/participant-token";
import { WEEKDAYS } from "@/features/hours/wake-times";
import { portalPath } from "@/features/portal/paths";
import {
  NO_SETTING_ERRORS,
  readSettings,
  refusedSettings,
  type SettingErrors,
  type Settings,
  shownSettings,
  typedSettings,
} from "@/features/settings/chosen-settings";
import type { PortalAct } from "@/i18n/portal-messages";
import type { Answered } from "@/server/ask-backend";
import { portalOf } from "@/server/portal";
import { fieldOf } from "@/server/form-field";
import { receivedForm } from "@/server/plain-form/received-form";

const ACTS = ["settings", "pause", "resume", "mail_on", "mail_off"] as const;

/** What a participant sees of their own page. */
export interface PortalStand {
  portal: Portal;
  /** What has just been done; `failed` where it could not be. */
  done: PortalAct | "failed" | null;
  settings: Settings;
  errors: SettingErrors;
  isPauseRefused: boolean;
}

export type PortalScreen =
  | { shown: "portal"; status: 200 | 422; stand: PortalStand }
  | { shown: "expired"; status: 200 | 410; isSent: boolean }
  | { shown: "done"; status: 303; location: string }
  | { shown: "problem"; status: 400 | 404 | 413 | 415 | 503 };

type Client = ReturnType<typeof portalOf>;

/** The screen after one request: a GET looks, a POST does something and leads back to a GET. */
export async function takePortalStep(token: string, request: Request): Promise<PortalScreen> {
  if (!isToken(token)) return { shown: "problem", status: 404 };
  const posted = request.method === "POST" ? await receivedForm(request) : null;
  if (posted && "refused" in posted) return { shown: "problem", status: posted.refused };
  const client = portalOf(token, request.headers);
  if (posted && fieldOf(posted.form, "act") === "renew") return renewed(client);
  const found = await client.read();
  if (found.outcome !== "done") return unread(found);
  if (posted) return afterPost(client, found.value, { form: posted.form, token, request });
  const asked = new URL(request.url).searchParams.get("done");
  const done = [...ACTS, "failed" as const].find((act) => act === asked) ?? null;
  return { shown: "portal", status: 200, stand: { ...standOf(found.value), done } };
}

async function renewed(client: Client): Promise<PortalScreen> {
  const sent = await client.renew();
  return sent.outcome === "done" ? { shown: "expired", status: 200, isSent: true } : unread(sent);
}

/** Why the page cannot be shown. */
export function unread(
  answer: Exclude<Answered<unknown>, { outcome: "done" }>,
): Extract<PortalScreen, { shown: "expired" | "problem" }> {
  if (answer.outcome === "away") return { shown: "problem", status: 503 };
  return answer.status === 410
    ? { shown: "expired", status: 410, isSent: false }
    : { shown: "problem", status: 404 };
}

interface Posted {
  form: FormData;
  token: string;
  request: Request;
}

async function afterPost(client: Client, portal: Portal, posted: Posted): Promise<PortalScreen> {
  const { form } = posted;
  const act = ACTS.find((known) => known === fieldOf(form, "act"));
  switch (act) {
    case "settings":
      return saved(client, portal, posted);
    case "pause":
      return paused(client, portal, posted);
    case "resume":
      return ended(await client.resume(), act, posted);
    case "mail_on":
    case "mail_off":
      return ended(await client.wantMail(act === "mail_on"), act, posted);
    default:
      return { shown: "portal", status: 200, stand: standOf(portal) };
  }
}

async function saved(client: Client, portal: Portal, posted: Posted): Promise<PortalScreen> {
  const settings = typedSettings(posted.form);
  const lacking = portal.wake_times ? WEEKDAYS.filter((day) => !portal.wake_times?.[day]) : [];
  const asked = { languages: portal.languages, asksHours: portal.asks_hours, lacking };
  const read = readSettings(settings, asked);
  const refused = (errors: SettingErrors): PortalScreen => ({
    shown: "portal",
    status: 422,
    stand: { ...standOf(portal), settings, errors },
  });
  if ("errors" in read) return refused(read.errors);
  const { wake_times, ...others } = read.stored;
  const answer = await client.saveSettings(portal.asks_hours ? { ...others, wake_times } : others);
  if (isInvalid(answer)) {
    return refused(refusedSettings(answer.problem.errors.map(({ item }) => item)));
  }
  return ended(answer, "settings", posted);
}

async function paused(client: Client, portal: Portal, posted: Posted): Promise<PortalScreen> {
  const until = fieldOf(posted.form, "until");
  const answer = await client.pause(until === "" ? null : until);
  // A day that is none is refused as a malformed body.
  if (isInvalid(answer) || (answer.outcome === "refused" && answer.status === 400)) {
    const stand = { ...standOf(portal), isPauseRefused: true };
    return { shown: "portal", status: 422, stand };
  }
  return ended(answer, "pause", posted);
}

/** Back to the page by a GET, so that loading it again does nothing again. */
function ended(
  answer: Answered<unknown>,
  act: PortalAct,
  { token, request }: Posted,
): PortalScreen {
  if (answer.outcome !== "done" && !(answer.outcome === "refused" && answer.status === 409)) {
    return unread(answer);
  }
  const query = new URLSearchParams({ done: answer.outcome === "done" ? act : "failed" });
  const language = new URL(request.url).searchParams.get("lang");
  // After another language was chosen, the page comes in that one.
  if (language !== null && act !== "settings") query.set("lang", language);
  return { shown: "done", status: 303, location: `${portalPath(token)}?${query.toString()}` };
}

function isInvalid<T>(
  answer: Answered<T>,
): answer is Extract<Answered<T>, { outcome: "refused" }> & { status: 422 } {
  return answer.outcome === "refused" && answer.status === 422;
}

function standOf(portal: Portal): PortalStand {
  return {
    portal,
    done: null,
    settings: shownSettings(portal),
    errors: NO_SETTING_ERRORS,
    isPauseRefused: false,
  };
}
