import type { JoinConfirmPage, Joined, JoinOver } from "@/api/schema-types";
import { isToken } from "@/api/participant-token";
import {
  NO_SETTING_ERRORS,
  readSettings,
  refusedSettings,
  type SettingErrors,
  type Settings,
  type StoredSettings,
  typedSettings,
} from "@/features/settings/chosen-settings";
import type { Answered } from "@/server/ask-backend";
import { confirmJoining, readConfirmation } from "@/server/joining";
import { receivedForm } from "@/server/plain-form/received-form";

type Of<State extends JoinConfirmPage["state"]> = Extract<JoinConfirmPage, { state: State }>;

/** What the link of the confirming mail shows. */
export type ConfirmStep =
  | { step: "confirm"; page: Of<"confirm">; settings: Settings; errors: SettingErrors }
  | { step: "welcome"; page: JoinConfirmPage; joined: Joined }
  | { step: "joined"; page: Of<"joined"> }
  | { step: "over"; page: JoinOver };

export type ConfirmScreen =
  { status: 200 | 422; shown: ConfirmStep } | { status: 400 | 404 | 413 | 415 | 503; shown: null };

/** The screen after one request to the link: a GET looks, a POST makes a participant. */
export async function takeConfirmStep(token: string, request: Request): Promise<ConfirmScreen> {
  if (!isToken(token)) return { status: 404, shown: null };
  const posted = request.method === "POST" ? await receivedForm(request) : null;
  if (posted && "refused" in posted) return { status: posted.refused, shown: null };
  const found = await readConfirmation(token, request.headers);
  if (found.outcome === "away") return { status: 503, shown: null };
  if (found.outcome === "refused") return { status: 404, shown: null };
  if (posted === null) return { status: 200, shown: asItStands(found.value) };
  return confirmed({ token, page: found.value, headers: request.headers }, posted.form);
}

interface Confirming {
  token: string;
  page: JoinConfirmPage;
  headers: Headers;
}

/** A form posted twice finds that its first copy has joined: it gets the same answer. */
async function confirmed(asking: Confirming, form: FormData): Promise<ConfirmScreen> {
  const { page } = asking;
  const settings = typedSettings(form);
  if (page.state === "joined") {
    const { language, time_zone } = settings;
    return welcomed(asking, await send(asking, { language, time_zone, wake_times: null }));
  }
  if (page.state !== "confirm") return { status: 200, shown: asItStands(page) };
  const { languages, asks_hours: asksHours } = page;
  const read = readSettings(settings, { languages, asksHours, lacking: [] });
  const refused = (errors: SettingErrors): ConfirmScreen => ({
    status: 422,
    shown: { step: "confirm", page, settings, errors },
  });
  if ("errors" in read) return refused(read.errors);
  const sent = await send(asking, read.stored);
  return sent.outcome === "refused" && sent.status === 422
    ? refused(refusedSettings(sent.problem.errors.map(({ item }) => item)))
    : welcomed(asking, sent);
}

function send({ token, headers }: Confirming, settings: StoredSettings) {
  return confirmJoining(token, headers, settings);
}

/** The person takes part now; or somebody else took the last place, or the study closed. */
async function welcomed(
  { token, page, headers }: Confirming,
  sent: Answered<Joined>,
): Promise<ConfirmScreen> {
  if (sent.outcome === "done") {
    return { status: 200, shown: { step: "welcome", page, joined: sent.value } };
  }
  return sent.outcome === "away" ? { status: 503, shown: null } : overNow(token, headers);
}

/** What the link leads to after somebody else took the last place, or the study closed. */
async function overNow(token: string, headers: Headers): Promise<ConfirmScreen> {
  const found = await readConfirmation(token, headers);
  if (found.outcome !== "done") return { status: 503, shown: null };
  return { status: 200, shown: asItStands(found.value) };
}

function asItStands(page: JoinConfirmPage): ConfirmStep {
  if (page.state === "joined") return { step: "joined", page };
  if (page.state !== "confirm") return { step: "over", page };
  const { language, time_zone } = page;
  const settings = { language, time_zone, hours: {}, isChosen: false };
  return { step: "confirm", page, settings, errors: NO_SETTING_ERRORS };
}
