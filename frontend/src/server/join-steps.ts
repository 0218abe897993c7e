import type { JoinOpen, JoinPage, Problem } from "@/api/schema-types";
import { draftsFrom, type Eligibility, eligibilityIn } from "@/features/join/eligibility";
import { type Entered, joinRequest, NOTHING_ENTERED, readEntered } from "@/features/join/entered";
import { isSlug } from "@/features/join/paths";
import type { ItemErrors } from "@/features/questionnaire/answer-check";
import type { Drafts } from "@/features/questionnaire/draft";
import { fieldOf } from "@/server/form-field";
import { askEligible, readJoinPage, requestToJoin } from "@/server/joining";
import { plainAnswers } from "@/server/plain-form/plain-answers";
import { receivedForm } from "@/server/plain-form/received-form";

/** What is wrong with what was entered; `purposes` are those that have to be agreed to. */
export interface ConsentErrors {
  email: boolean;
  purposes: readonly string[];
  version: boolean;
}

/** One screen of joining an open study. */
export type JoinStep =
  | { step: "information" }
  | { step: "questions"; eligibility: Eligibility; drafts: Drafts; errors: ItemErrors }
  | { step: "consent"; entered: Entered; errors: ConsentErrors }
  | { step: "mail"; entered: Entered }
  | { step: "not_eligible" };

/** What somebody sees who wants to join a study. */
export type JoinScreen =
  | { status: 200 | 422; page: JoinOpen; step: JoinStep }
  | { status: 200; page: Exclude<JoinPage, JoinOpen>; step: null }
  | { status: 400 | 404 | 413 | 415 | 503; page: null; step: null };

interface Asking {
  slug: string;
  page: JoinOpen;
  headers: Headers;
  language: string;
  eligibility: Eligibility | null;
}

/** The screen after one request: a GET shows a step, a POST takes one. */
export async function takeJoinStep(
  slug: string,
  request: Request,
  languageOf: (page: JoinPage) => string,
): Promise<JoinScreen> {
  if (!isSlug(slug)) return nothing(404);
  const posted = request.method === "POST" ? await receivedForm(request) : null;
  if (posted && "refused" in posted) return nothing(posted.refused);
  const { headers, url } = request;
  const found = await readJoinPage(slug, headers);
  if (found.outcome !== "done") return nothing(found.outcome === "away" ? 503 : 404);
  const page = found.value;
  if (page.state !== "open") return { status: 200, page, step: null };
  const language = languageOf(page);
  const asking = { slug, page, headers, language, eligibility: eligibilityIn(page, language) };
  if (posted) return afterPost(asking, posted.form);
  // Links lead only to steps that need nothing from those before.
  const isNext = new URL(url).searchParams.has("next");
  return shown(page, isNext ? afterInformation(asking, NOTHING_ENTERED) : { step: "information" });
}

/** The questions, or the consent where there are none. */
function afterInformation({ eligibility, language }: Asking, entered: Entered): JoinStep {
  if (eligibility === null) return consent(entered);
  const drafts = draftsFrom(entered.answers, eligibility, language);
  return { step: "questions", eligibility, drafts, errors: {} };
}

async function afterPost(asking: Asking, form: FormData): Promise<JoinScreen> {
  const { page, eligibility } = asking;
  const act = fieldOf(form, ":act");
  if (act === "answer" && eligibility) return answered(asking, eligibility, form);
  const entered = readEntered(form);
  if (act === "request") return requested(asking, entered);
  return shown(page, act === "consent" ? consent(entered) : afterInformation(asking, entered));
}

/** After the questions: on to the consent, back to them, or the end. */
async function answered(
  { slug, page, headers }: Asking,
  eligibility: Eligibility,
  form: FormData,
): Promise<JoinScreen> {
  const { drafts, answers, errors, hasMore } = plainAnswers(form, eligibility);
  const again = (wrong: ItemErrors) =>
    shown(page, { step: "questions", eligibility, drafts, errors: wrong }, 422);
  if (hasMore || Object.keys(errors).length > 0) return again(errors);
  const checked = await askEligible(slug, headers, answers);
  if (checked.outcome === "away") return nothing(503);
  if (checked.outcome === "refused") {
    return checked.status === 422 ? again(errorsOf(checked.problem)) : notNow(page, checked.status);
  }
  const next = { ...NOTHING_ENTERED, answers };
  return shown(page, checked.value.eligible ? consent(next) : { step: "not_eligible" });
}

function errorsOf({ errors }: Problem): ItemErrors {
  return Object.fromEntries(errors.map(({ item, code }) => [item, code]));
}

/** After the consent: the mail is on its way, or what is wrong. */
async function requested(asking: Asking, entered: Entered): Promise<JoinScreen> {
  const { slug, page, headers, language } = asking;
  const wish = joinRequest(entered, page.consent.purposes, language);
  const sent = await requestToJoin(slug, headers, wish);
  if (sent.outcome === "done") return shown(page, { step: "mail", entered });
  if (sent.outcome === "away") return nothing(503);
  if (sent.status === 403) return shown(page, { step: "not_eligible" });
  if (sent.status !== 422) return notNow(page, sent.status);
  const errors = consentErrors(sent.problem, page);
  // Who agreed to another text has agreed to nothing of this one.
  const kept = errors.version ? { ...entered, agreed: [] } : entered;
  return shown(page, { step: "consent", entered: kept, errors }, 422);
}

function consentErrors({ errors }: Problem, { consent: { purposes } }: JoinOpen): ConsentErrors {
  const items = errors.map(({ item }) => item);
  return {
    email: items.includes("email"),
    purposes: purposes.map(({ name }) => name).filter((name) => items.includes(name)),
    version: items.includes("consent"),
  };
}

/** A study that took its last participant, or closed, while somebody was filling in. */
function notNow({ study, languages }: JoinOpen, status: number): JoinScreen {
  if (status !== 409 && status !== 410) return nothing(503);
  const state = status === 409 ? "full" : "closed";
  return { status: 200, page: { state, study, languages }, step: null };
}

function consent(entered: Entered): JoinStep {
  const errors = { email: false, purposes: [], version: false };
  return { step: "consent", entered, errors };
}

function shown(page: JoinOpen, step: JoinStep, status: 200 | 422 = 200): JoinScreen {
  return { status, page, step };
}

function nothing(status: 400 | 404 | 413 | 415 | 503): JoinScreen {
  return { status, page: null, step: null };
}
