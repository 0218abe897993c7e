import type { Receipt } from "@/api/schema-types";
import type { ItemErrors } from "@/features/questionnaire/answer-check";
import type { Draft, Drafts } from "@/features/questionnaire/draft";
import type { Moment } from "@/features/questionnaire/walk";

/** Why a request came to nothing; the person may try again. */
export type Trouble = "network" | "server";
export type Sending = { state: "idle" } | { state: "waiting" } | { state: "failed"; why: Trouble };

/** Where one person stands with one questionnaire. */
export type Session =
  | { state: "ready"; sending: Sending }
  | Answering
  | { state: "answered"; receipt: Receipt }
  | { state: End };

/** Ends at which no answer was saved; each says why. */
type End = "too_late" | "other_version" | "unknown_link";

/** What is settled once the questionnaire is opened. */
export interface Opened {
  finishUntil: string;
  /** The same end in milliseconds on the phone's clock, which may be wrong. */
  deadline: number;
  /** What conditions know beside the answers; what is answered elsewhere later does not count. */
  moment: Moment;
}

export interface Answering extends Opened {
  state: "answering";
  drafts: Drafts;
  errors: ItemErrors;
  /** The name of the page the person is at; the first that is shown before it is left. */
  page: string | null;
  /** The items skipped on this page of which the person is asked whether that is meant. */
  asking: readonly string[];
  /** All items of which that was asked: it is asked once. */
  asked: readonly string[];
  /** How often an attempt to send was refused for its answers: each time the person is told. */
  refusals: number;
  sending: Sending;
}

export type SessionEvent =
  | { type: "waiting" }
  | { type: "failed"; why: Trouble }
  | { type: "opened"; opened: Opened }
  | { type: "changed"; item: string; draft: Draft | undefined }
  | { type: "refused"; errors: ItemErrors; page: string | null }
  | { type: "skipped"; items: readonly string[] }
  | { type: "turned"; page: string }
  | { type: "answered"; receipt: Receipt }
  | { type: "ended"; as: End };

type AnsweringEvent = Extract<SessionEvent, { type: "changed" | "refused" | "skipped" | "turned" }>;

/** Where the page begins: with what was saved, and what came of a form that was posted. */
export type Start = Pick<
  Answering,
  "drafts" | "errors" | "page" | "asking" | "asked" | "refusals" | "sending"
>;

export const EMPTY: Start = {
  drafts: {},
  errors: {},
  page: null,
  asking: [],
  asked: [],
  refusals: 0,
  sending: { state: "idle" },
};

/** A session whose questionnaire is open; empty, but for what it starts with. */
export function answering(opened: Opened, start: Partial<Start> = {}): Answering {
  return { state: "answering", ...opened, ...EMPTY, ...start };
}

/** The session after the event; the same session where the event has no place in it. */
export function advance(session: Session, event: SessionEvent): Session {
  switch (event.type) {
    case "waiting":
      return withSending(session, { state: "waiting" });
    case "failed":
      return withSending(session, { state: "failed", why: event.why });
    case "opened":
      return session.state === "ready" ? answering(event.opened) : session;
    case "answered":
      return { state: "answered", receipt: event.receipt };
    case "ended":
      return { state: event.as };
    default:
      return session.state === "answering" ? advanceAnswering(session, event) : session;
  }
}

function withSending(session: Session, sending: Sending): Session {
  return session.state === "ready" || session.state === "answering"
    ? { ...session, sending }
    : session;
}

function advanceAnswering(session: Answering, event: AnsweringEvent): Answering {
  const idle = { sending: { state: "idle" } } as const;
  switch (event.type) {
    case "changed":
      return change(session, event.item, event.draft);
    case "refused": {
      const { errors, page } = event;
      return { ...session, ...idle, errors, page, asking: [], refusals: session.refusals + 1 };
    }
    case "skipped": {
      const asked = [...session.asked, ...event.items];
      return { ...session, errors: {}, asking: event.items, asked };
    }
    case "turned":
      return { ...session, ...idle, page: event.page, asking: [] };
  }
}

function change(session: Answering, item: string, draft: Draft | undefined): Answering {
  const { [item]: _before, ...otherDrafts } = session.drafts;
  const { [item]: _error, ...errors } = session.errors;
  const drafts = draft === undefined ? otherDrafts : { ...otherDrafts, [item]: draft };
  const asking = session.asking.filter((name) => name !== item);
  return { ...session, drafts, errors, asking };
}
