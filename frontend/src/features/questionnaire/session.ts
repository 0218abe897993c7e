import type { Receipt } from "@/api/schema-types";
import type { Draft, Drafts, ItemErrors } from "@/features/questionnaire/answer-check";

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

export interface Answering {
  state: "answering";
  finishUntil: string;
  /** The same end in milliseconds on the phone's clock, which may be wrong. */
  deadline: number;
  drafts: Drafts;
  errors: ItemErrors;
  /** How often an attempt to send was refused for its answers: each time the person is told. */
  refusals: number;
  sending: Sending;
}

export type SessionEvent =
  | { type: "waiting" }
  | { type: "failed"; why: Trouble }
  | { type: "opened"; finishUntil: string; deadline: number }
  | { type: "changed"; item: string; draft: Draft | undefined }
  | { type: "refused"; errors: ItemErrors }
  | { type: "answered"; receipt: Receipt }
  | { type: "ended"; as: End };

/** A session whose questionnaire is open and empty. */
export function answering(finishUntil: string, deadline: number): Answering {
  const nothing = { drafts: {}, errors: {}, refusals: 0 };
  return { state: "answering", finishUntil, deadline, ...nothing, sending: { state: "idle" } };
}

/** The session after the event; the same session where the event has no place in it. */
export function advance(session: Session, event: SessionEvent): Session {
  switch (event.type) {
    case "waiting":
      return withSending(session, { state: "waiting" });
    case "failed":
      return withSending(session, { state: "failed", why: event.why });
    case "opened":
      return open(session, event.finishUntil, event.deadline);
    case "changed":
    case "refused":
      return session.state === "answering" ? advanceAnswering(session, event) : session;
    case "answered":
      return { state: "answered", receipt: event.receipt };
    case "ended":
      return { state: event.as };
  }
}

function open(session: Session, finishUntil: string, deadline: number): Session {
  return session.state === "ready" ? answering(finishUntil, deadline) : session;
}

function advanceAnswering(
  session: Answering,
  event: Extract<SessionEvent, { type: "changed" | "refused" }>,
): Answering {
  return event.type === "changed"
    ? change(session, event.item, event.draft)
    : refuse(session, event.errors);
}

function withSending(session: Session, sending: Sending): Session {
  return session.state === "ready" || session.state === "answering"
    ? { ...session, sending }
    : session;
}

function change(session: Answering, item: string, draft: Draft | undefined): Answering {
  const { [item]: _before, ...otherDrafts } = session.drafts;
  const { [item]: _error, ...errors } = session.errors;
  const drafts = draft === undefined ? otherDrafts : { ...otherDrafts, [item]: draft };
  return { ...session, drafts, errors };
}

function refuse(session: Answering, errors: ItemErrors): Answering {
  return { ...session, errors, refusals: session.refusals + 1, sending: { state: "idle" } };
}
