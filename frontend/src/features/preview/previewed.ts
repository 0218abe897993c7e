import type { ParticipantClient } from "@/api/client";
import type { Answers, PromptPage, Submission } from "@/api/schema-types";
import type { PreviewMessage } from "@/features/preview/preview-message";
import type { Drafts } from "@/features/questionnaire/draft";
import { inLanguage, type LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import type { Session } from "@/features/questionnaire/session";
import { SessionStore } from "@/features/questionnaire/session-store";
import { walk } from "@/features/questionnaire/walk";

/** How long a preview is open, and has to be finished in. */
export const PREVIEW_MINUTES = 60;

/** The number that the version on show goes by. */
export const PREVIEW_VERSION = 1;

/** A questionnaire on show, with answers that are kept nowhere else. */
export interface Previewed {
  message: PreviewMessage;
  questionnaire: LocalQuestionnaire;
  store: SessionStore;
  /** What a participant's answers would be stored as, once they are sent. */
  stored: () => Answers;
}

interface Setting {
  now: () => number;
  elapsed: () => number;
  reload: () => void;
}

const READY: Session = { state: "ready", sending: { state: "idle" } };

/** The questionnaire of the message; answers given to the one before it stay where they fit. */
export function previewedIn(
  message: PreviewMessage,
  before: Previewed | null,
  setting: Setting,
): Previewed {
  const { definition, language } = message;
  const fallback = Object.keys(definition.title)[0] ?? language;
  const questionnaire = inLanguage(message, language, fallback);
  let sent: Answers = {};
  const client = clientInMemory(message, setting, (submission) => {
    sent = submission.answers;
  });
  const session = before === null ? READY : carriedOver(before, message, questionnaire);
  const page = { questionnaire, version: PREVIEW_VERSION, language, session };
  return {
    message,
    questionnaire,
    store: new SessionStore({ ...setting, ...page, client }),
    stored: () => storedFrom(message, questionnaire, sent),
  };
}

function storedFrom(
  { definition, moment }: PreviewMessage,
  questionnaire: LocalQuestionnaire,
  answers: Answers,
): Answers {
  const kept = { ...answers, ...walk(questionnaire, answers, moment).computed };
  const names = definition.pages.flatMap(({ items }) => items.map(({ name }) => name));
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = kept[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function carriedOver(
  { store, questionnaire }: Previewed,
  { moment }: PreviewMessage,
  next: LocalQuestionnaire,
): Session {
  const session = store.session();
  if (session.state !== "answering") return READY;
  const drafts = fitting(session.drafts, questionnaire, next);
  return { ...session, moment, drafts, errors: {}, asking: [], sending: { state: "idle" } };
}

/** The drafts of items that are there before and after, of the same kind. */
function fitting(drafts: Drafts, before: LocalQuestionnaire, after: LocalQuestionnaire): Drafts {
  const kindsBefore = kindsIn(before);
  const kindsAfter = kindsIn(after);
  return Object.fromEntries(
    Object.entries(drafts).filter(([name]) => kindsBefore.get(name) === kindsAfter.get(name)),
  );
}

function kindsIn({ pages }: LocalQuestionnaire): Map<string, string> {
  return new Map(pages.flatMap(({ items }) => items).map(({ name, kind }) => [name, kind]));
}

/** The participant API without a server: it takes everything and keeps the last submission. */
function clientInMemory(
  message: PreviewMessage,
  { now }: Setting,
  onSubmission: (submission: Submission) => void,
): Pick<ParticipantClient, "openPrompt" | "submitResponse" | "sendPhoto"> {
  const done = <T>(value: T) => Promise.resolve({ outcome: "done", value } as const);
  return {
    openPrompt: () => done(openPage(message, now())),
    submitResponse: (submission) => {
      onSubmission(submission);
      return done({ receipt: "", answered_at: new Date(now()).toISOString() });
    },
    sendPhoto: () => done({ id: crypto.randomUUID() }),
  };
}

function openPage(message: PreviewMessage, now: number): PromptPage {
  const { definition, arrangement, moment, language } = message;
  const [at, until] = [new Date(now).toISOString(), endFrom(now)];
  return {
    state: "open",
    study: { name: definition.title, contact_name: "", contact_email: "" },
    language,
    languages: [language],
    time_zone: "UTC",
    server_time: at,
    opened_at: at,
    open_until: until,
    finish_until: until,
    questionnaire: { version: PREVIEW_VERSION, definition, arrangement, moment },
    draft: { answers: {}, changed: {}, page: null, timings: null, saved_at: null },
  };
}

/** The end of the time to answer, from now on. */
export function endFrom(now: number): string {
  return new Date(now + PREVIEW_MINUTES * 60_000).toISOString();
}
