import type { JoinOpen, JoinPage } from "@/api/joining-types";
import type { Answers, ItemProblem } from "@/api/schema-types";
import { readEligibility } from "@/features/join/eligibility";
import { type Entered, joinRequest, NOTHING_ENTERED, readEntered } from "@/features/join/entered";
import { isSlug } from "@/features/join/paths";
import { askEligible, readJoinPage, requestToJoin } from "@/server/joining";
import { fieldOf, postedForm } from "@/server/posted-form";

/** What is wrong with what was entered; `purposes` are those that have to be agreed to. */
export interface ConsentErrors {
  email: boolean;
  purposes: readonly string[];
  version: boolean;
}

/** One screen of joining an open study. */
export type JoinStep =
  | { step: "information" }
  | { step: "questions"; answers: Answers; errors: readonly ItemProblem[] }
  | { step: "consent"; entered: Entered; errors: ConsentErrors }
  | { step: "mail"; entered: Entered }
  | { step: "not_eligible" };

/** What somebody sees who wants to join a study. */
export type JoinScreen =
  | { status: 200 | 422; page: JoinOpen; step: JoinStep }
  | { status: 200; page: Exclude<JoinPage, JoinOpen>; step: null }
  | { status: 404 | 413 | 415 | 503; page: null; step: null };

interface Asking {
  slug: string;
  page: JoinOpen;
  headers: Headers;
  language: string;
}

const NO_ERRORS: ConsentErrors = { email: false, purposes: [], version: false };

/** The screen after one request: a GET shows a step, a POST takes one. */
export async function takeJoinStep(
  slug: string,
  request: Request,
  languageOf: (page: JoinPage) => string,
): Promise<JoinScreen> {
  if (!isSlug(slug)) return nothing(404);
  const posted = request.method === "POST" ? await postedForm(request) : null;
  if (posted?.form === null) return nothing(posted.status);
  const found = await readJoinPage(slug, request.headers);
  if (found.outcome === "away") return nothing(503);
  if (found.outcome === "refused") return nothing(404);
  const page = found.value;
  if (page.state !== "open") return { status: 200, page, step: null };
  if (posted === null) return shown(page, firstStep(page, request));
  return afterPost(
    { slug, page, headers: request.headers, language: languageOf(page) },
    posted.form,
  );
}

/** Links lead only to steps that need nothing from those before. */
function firstStep(page: JoinOpen, request: Request): JoinStep {
  if (!new URL(request.url).searchParams.has("next")) return { step: "information" };
  return page.eligibility ? questions({}) : consent({ ...NOTHING_ENTERED });
}

async function afterPost(asking: Asking, form: FormData): Promise<JoinScreen> {
  const { page } = asking;
  const entered = readEntered(form);
  switch (fieldOf(form, "act")) {
    case "answer":
      return answered(asking, form);
    case "request":
      return requested(asking, entered);
    case "consent":
      return shown(page, consent(entered));
    default:
      return shown(page, page.eligibility ? questions(entered.answers ?? {}) : consent(entered));
  }
}

/** After the questions: on to the consent, back to them, or the end. */
async function answered({ slug, page, headers }: Asking, form: FormData): Promise<JoinScreen> {
  const answers = readEligibility(form, page);
  const checked = await askEligible(slug, headers, answers);
  if (checked.outcome === "done") {
    const { eligible } = checked.value;
    const next = { ...NOTHING_ENTERED, answers };
    return shown(page, eligible ? consent(next) : { step: "not_eligible" });
  }
  if (checked.outcome === "away") return nothing(503);
  if (checked.status !== 422) return notNow(page, checked.status);
  return shown(page, { step: "questions", answers, errors: checked.problem.errors }, 422);
}

/** After the consent: the mail is on its way, or what is wrong. */
async function requested(asking: Asking, entered: Entered): Promise<JoinScreen> {
  const { slug, page, headers, language } = asking;
  const request = joinRequest(entered, page.consent.purposes, language);
  const sent = await requestToJoin(slug, headers, request);
  if (sent.outcome === "done") return shown(page, { step: "mail", entered });
  if (sent.outcome === "away") return nothing(503);
  if (sent.status === 403) return shown(page, { step: "not_eligible" });
  if (sent.status !== 422) return notNow(page, sent.status);
  const items = sent.problem.errors.map(({ item }) => item);
  const errors = {
    email: items.includes("email"),
    purposes: page.consent.purposes.map(({ name }) => name).filter((name) => items.includes(name)),
    version: items.includes("consent"),
  };
  // Who agreed to another text has agreed to nothing of this one.
  const kept = errors.version ? { ...entered, agreed: [] } : entered;
  return shown(page, { step: "consent", entered: kept, errors }, 422);
}

/** A study that took its last participant, or closed, while somebody was filling in. */
function notNow(page: JoinOpen, status: number): JoinScreen {
  if (status !== 409 && status !== 410) return nothing(503);
  const { study, languages } = page;
  return {
    status: 200,
    page: { state: status === 409 ? "full" : "closed", study, languages },
    step: null,
  };
}

function questions(answers: Answers): JoinStep {
  return { step: "questions", answers, errors: [] };
}

function consent(entered: Entered): JoinStep {
  return { step: "consent", entered, errors: NO_ERRORS };
}

function shown(page: JoinOpen, step: JoinStep, status: 200 | 422 = 200): JoinScreen {
  return { status, page, step };
}

function nothing(status: 404 | 413 | 415 | 503): JoinScreen {
  return { status, page: null, step: null };
}
