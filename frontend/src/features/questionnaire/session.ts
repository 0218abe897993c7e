import type { Draft as ServerDraft, Receipt, Submission } from "@/api/schema-types";
import type { ItemErrors } from "@/features/questionnaire/answer-check";
import type { Draft, Drafts } from "@/features/questionnaire/draft";
import type { Moment } from "@/features/questionnaire/walk";
import type { Word } from "@/features/saving/monotonic-clock";
import type { Sync } from "@/features/saving/sync";

/** Why a request came to nothing; the person may try again. */
export type Trouble = "network" | "server";
export type Sending = { state: "idle" } | { state: "waiting" } | { state: "failed"; why: Trouble };

/** Where one person stands with one questionnaire. */
export type Session =
  | { state: "ready"; sending: Sending }
  | Answering
  | Kept
  | { state: "answered"; receipt: Receipt }
  | { state: End };

/** Ends without a response; at `partial`, what was answered in time has been kept. */
type End = "too_late" | "partial" | "other_version" | "unknown_link";

/** The answers were sent without a network, and wait on the phone. */
export interface Kept {
  state: "kept";
  submission: Submission;
  sending: Sending;
  /** What the person comes back to if the server refuses the answers. */
  from: Answering;
}

/** What is settled once the questionnaire is opened. */
export interface Opened {
  openedAt: string;
  finishUntil: string;
  word: Word;
  /** What the server has from before, of all devices. */
  saved: ServerDraft;
  /** The same end in milliseconds on the phone's clock, which may be wrong. */
  deadline: number;
  /** What conditions know beside the answers; what is answered elsewhere later does not count. */
  moment: Moment;
}

export interface Answering extends Opened {
  state: "answering";
  drafts: Drafts;
  /** When each item was changed on this page, in milliseconds of `performance.now()`. */
  changed: Readonly<Record<string, number>>;
  sync: Sync;
  /** The ids of photos that wait on the phone. */
  photos: readonly string[];
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
  | { type: "changed"; item: string; draft: Draft | undefined; at: number }
  | { type: "resumed"; drafts: Partial<Drafts>; page?: string | null; deadline?: number }
  | { type: "photos"; photos: readonly string[] }
  | { type: "synced"; sync: Sync }
  | { type: "kept"; submission: Submission }
  | { type: "refused"; errors: ItemErrors; page: string | null }
  | { type: "skipped"; items: readonly string[] }
  | { type: "turned"; page: string }
  | { type: "answered"; receipt: Receipt }
  | { type: "ended"; as: End };

type AnsweringEvent = Exclude<
  SessionEvent,
  { type: "waiting" | "failed" | "opened" | "kept" | "answered" | "ended" }
>;

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
  return { state: "answering", ...opened, ...EMPTY, ...start, changed: {}, sync: null, photos: [] };
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
    case "kept":
      return keptOf(session, event.submission);
    case "refused":
      return advanceAnswering(session.state === "kept" ? session.from : session, event);
    default:
      return advanceAnswering(session, event);
  }
}

function keptOf(session: Session, submission: Submission): Session {
  return session.state === "answering"
    ? { state: "kept", submission, sending: session.sending, from: session }
    : session;
}

function withSending(session: Session, sending: Sending): Session {
  return "sending" in session ? { ...session, sending } : session;
}

function advanceAnswering(session: Session, event: AnsweringEvent): Session {
  if (session.state !== "answering") return session;
  const idle = { sending: { state: "idle" } } as const;
  switch (event.type) {
    case "changed":
      return change(session, event);
    case "resumed":
      return resume(session, event);
    case "photos":
      return { ...session, photos: event.photos };
    case "synced":
      return { ...session, sync: event.sync };
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

type Change = Extract<SessionEvent, { type: "changed" }>;

function change(session: Answering, { item, draft, at }: Change): Answering {
  const changed = { ...session.changed, [item]: at };
  const asking = session.asking.filter((name) => name !== item);
  return { ...withDrafts(session, { [item]: draft }), changed, asking };
}

type Resumption = Extract<SessionEvent, { type: "resumed" }>;

/** What was saved of an earlier page or elsewhere; an undefined draft was taken away there. */
function resume(session: Answering, { drafts, page, deadline }: Resumption): Answering {
  const at = { page: page ?? session.page, deadline: deadline ?? session.deadline };
  return { ...withDrafts(session, drafts), ...at };
}

function withDrafts(session: Answering, given: Partial<Drafts>): Answering {
  const all: Partial<Drafts> = { ...session.drafts, ...given };
  const drafts = Object.entries(all).filter((entry): entry is [string, Draft] => {
    return entry[1] !== undefined;
  });
  const errors = Object.entries(session.errors).filter(([item]) => !(item in given));
  return { ...session, drafts: Object.fromEntries(drafts), errors: Object.fromEntries(errors) };
}
