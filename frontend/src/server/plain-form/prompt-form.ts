import { type Failure, type ParticipantClient } from "@/api/client";
import type { PromptOpen, PromptPage, PromptReady } from "@/api/schema-types";
import { inLanguage } from "@/features/questionnaire/local-questionnaire";
import { firstRefused, placeIn } from "@/features/questionnaire/place";
import { FIELDS } from "@/features/questionnaire/plain/form-names";
import { draftsOf } from "@/features/questionnaire/saved-drafts";
import { withPhotosSent } from "@/server/plain-form/photos";
import { type PostedPage, postedPage } from "@/server/plain-form/posted-page";
import { again, refused, type Reply } from "@/server/plain-form/reply";
import { type Asked, changesOf, type Turn, turnFrom } from "@/server/plain-form/turn";

/** A form that was posted to a prompt's link, and what it takes to answer it. */
export interface Exchange<Page extends PromptPage> {
  client: ParticipantClient;
  prompt: Page;
  language: string;
  form: FormData;
}

/** Opens the questionnaire, as the start button of its introduction asks. */
export async function begin({ client, form }: Exchange<PromptReady>): Promise<Reply> {
  if (form.get(FIELDS.to) !== "start") return { show: "elsewhere", step: {} };
  const version = Number(form.get(FIELDS.version));
  const opened = await client.openPrompt({ questionnaire_version: version });
  // What stands there instead is told by the page that is looked at next.
  return isPassing(opened) ? { show: "away" } : { show: "elsewhere", step: {} };
}

/** Keeps the answers of a page, and leads on, back, or to what is to be put right. */
export async function answer(exchange: Exchange<PromptOpen>): Promise<Reply> {
  const { client, prompt, language } = exchange;
  const asked = askedIn(exchange);
  const saved = draftsOf(asked.questionnaire, prompt.draft.answers, language);
  const first = postedPage(exchange.form, asked.questionnaire, saved);
  if (first.version !== prompt.questionnaire.version) {
    return { show: "refusal", status: 409, prompt, refusal: "otherVersion" };
  }
  const { posted, faults, isLost } = await withPhotosSent(client, first);
  if (isLost) return failed(prompt, posted, "network");
  const turn = turnFrom(asked, posted, faults);
  const unsaved = await save(exchange, posted, turn);
  return unsaved === null ? follow(exchange, posted, turn) : ended(prompt, posted, unsaved);
}

function askedIn({ prompt, language }: Exchange<PromptOpen>): Asked {
  const fallback = prompt.languages[0] ?? language;
  const questionnaire = inLanguage(prompt.questionnaire, language, fallback);
  return { questionnaire, moment: prompt.questionnaire.moment };
}

/** Saves what fits, whatever comes next; what kept it from being saved, if anything did. */
async function save(
  { client, prompt, language }: Exchange<PromptOpen>,
  posted: PostedPage,
  turn: Turn,
): Promise<Failure | null> {
  const saved = await client.saveDraft(
    {
      questionnaire_version: prompt.questionnaire.version,
      language,
      page: turn.go === "send" ? posted.page : turn.page,
      changes: changesOf(posted, prompt.draft.answers),
      timings: prompt.draft.timings,
    },
    false,
  );
  return saved.outcome === "done" ? null : saved;
}

function follow(
  exchange: Exchange<PromptOpen>,
  posted: PostedPage,
  turn: Turn,
): Reply | Promise<Reply> {
  const { prompt } = exchange;
  switch (turn.go) {
    case "refuse":
      return refused(prompt, posted, turn);
    case "ask": {
      const asked = [...posted.asked, ...turn.items];
      return again(prompt, posted, { status: 200, page: turn.page, asking: turn.items, asked });
    }
    case "turn":
      return { show: "elsewhere", step: { page: turn.page, item: turn.item } };
    case "send":
      return send(exchange, posted, turn);
  }
}

async function send(
  exchange: Exchange<PromptOpen>,
  posted: PostedPage,
  { answers }: Extract<Turn, { go: "send" }>,
): Promise<Reply> {
  const { client, prompt, language } = exchange;
  const { version } = prompt.questionnaire;
  const { timings } = prompt.draft;
  const sent = await client.submitResponse({
    answers,
    language,
    questionnaire_version: version,
    submitted_ms: null,
    timings,
  });
  if (sent.outcome !== "invalid") {
    return sent.outcome === "done" ? { show: "elsewhere", step: {} } : ended(prompt, posted, sent);
  }
  const errors = Object.fromEntries(sent.errors.map(({ item, code }) => [item, code]));
  const { steps } = placeIn(askedIn(exchange).questionnaire, {
    ...askedIn(exchange),
    ...posted,
  });
  const page = firstRefused(steps, errors);
  return page === undefined
    ? failed(prompt, posted, "server")
    : refused(prompt, posted, { page, errors });
}

/** What is said where the server would not have the answers. */
function ended(prompt: PromptOpen, posted: PostedPage, failure: Failure): Reply {
  switch (failure.outcome) {
    case "network":
    case "server":
      return failed(prompt, posted, failure.outcome);
    case "other_version":
      return { show: "refusal", status: 409, prompt, refusal: "otherVersion" };
    default:
      // Answered or closed meanwhile: the page that is looked at next says so.
      return { show: "elsewhere", step: {} };
  }
}

function failed(prompt: PromptOpen, posted: PostedPage, why: "network" | "server"): Reply {
  return again(prompt, posted, { status: 503, sending: { state: "failed", why } });
}

function isPassing({ outcome }: { outcome: string }): boolean {
  return outcome === "network" || outcome === "server";
}
