import type {
  DraftChanges,
  EventPage,
  ItemProblem,
  Opening,
  Problem,
  PromptPage,
  PromptClosed,
  Receipt,
  ReportedEvent,
  SavedDraft,
  SentPhoto,
  Submission,
} from "@/api/schema-types";

/** A photo takes its time on a slow connection. */
const PHOTO_TIMEOUT_MS = 120_000;

/** What a browser still sends for a page that is gone is limited, in bytes that may be characters. */
const KEEPALIVE_LIMIT = 20_000;

/** What came of a request: what was asked for, or the one reason why not. */
export type Outcome<T> = { outcome: "done"; value: T } | Failure;

export type Failure =
  | { outcome: "unknown_link" | Conflict | Photo | "server" | "network" }
  | { outcome: "closed"; reason: ClosedReason }
  | { outcome: "invalid"; errors: ItemProblem[] };

/** Why a prompt can be answered no more. */
export type ClosedReason = PromptClosed["reason"];

/** Why what was asked for does not fit where the prompt, or the reporting of events, stands. */
type Conflict = "already_answered" | "not_opened" | "other_version" | "not_yet";

/** Why a photo is not taken. */
type Photo = "too_large" | "not_a_photo";

export interface ParticipantClient {
  readPrompt: () => Promise<Outcome<PromptPage>>;
  openPrompt: (opening: Opening) => Promise<Outcome<PromptPage>>;
  /** Saves answers so far; `isLast` where the page may be gone before the server has them. */
  saveDraft: (changes: DraftChanges, isLast: boolean) => Promise<Outcome<SavedDraft>>;
  submitResponse: (response: Submission) => Promise<Outcome<Receipt>>;
  /** Sends a photo; under the id that it was given here, it can be sent again. */
  sendPhoto: (item: string, photo: Blob, id?: string) => Promise<Outcome<SentPhoto>>;
}

export interface EventClient {
  readEvent: () => Promise<Outcome<EventPage>>;
  reportEvent: () => Promise<Outcome<ReportedEvent>>;
}

export interface Connection {
  origin: string;
  token: string;
  fetch: typeof fetch;
  timeoutMs: number;
  headers?: Record<string, string>;
}

/** The participant API as one token sees it. */
export function participantClient(connection: Connection): ParticipantClient {
  const path = "/api/participant/prompt";
  return {
    readPrompt: () => request<PromptPage>(connection, "GET", path),
    openPrompt: (opening) =>
      request<PromptPage>(connection, "POST", `${path}/open`, JSON.stringify(opening)),
    saveDraft: (changes, isLast) => {
      const body = JSON.stringify(changes);
      const outlives = isLast && body.length < KEEPALIVE_LIMIT;
      return request<SavedDraft>(connection, "PUT", `${path}/draft`, body, outlives);
    },
    submitResponse: (response) =>
      request<Receipt>(connection, "POST", `${path}/response`, JSON.stringify(response)),
    sendPhoto: (item, photo, id = "") => {
      const patient = { ...connection, timeoutMs: PHOTO_TIMEOUT_MS };
      return request<SentPhoto>(patient, "POST", `${path}/photo?item=${item}&id=${id}`, photo);
    },
  };
}

/** The participant API as the token of a permanent link for events sees it. */
export function eventClient(connection: Connection): EventClient {
  const path = "/api/participant/event";
  return {
    readEvent: () => request<EventPage>(connection, "GET", path),
    reportEvent: () => request<ReportedEvent>(connection, "POST", `${path}/report`),
  };
}

type Method = "GET" | "POST" | "PUT";

async function request<T>(
  connection: Connection,
  method: Method,
  path: string,
  body?: string | Blob,
  keepalive = false,
): Promise<Outcome<T>> {
  try {
    const answer = await connection.fetch(connection.origin + path, {
      method,
      headers: headersOf(connection, method, body),
      body: body ?? null,
      credentials: "omit",
      keepalive,
      signal: AbortSignal.timeout(connection.timeoutMs),
    });
    return answer.ok ? { outcome: "done", value: await content<T>(answer) } : await failure(answer);
  } catch {
    return { outcome: "network" };
  }
}

function headersOf(
  { token, headers }: Connection,
  method: Method,
  body?: string | Blob,
): HeadersInit {
  // A POST names its type even when empty: Astro takes a POST without one for a form from elsewhere.
  const content = body instanceof Blob ? body.type : "application/json";
  const type: HeadersInit = method === "GET" ? {} : { "Content-Type": content };
  return { Accept: "application/json", Authorization: `Bearer ${token}`, ...type, ...headers };
}

async function content<T>(answer: Response): Promise<T> {
  // The one place where what the server sends is taken to be what the schema promises.
  return (await answer.json()) as T;
}

async function failure(answer: Response): Promise<Failure> {
  switch (answer.status) {
    case 404:
      return { outcome: "unknown_link" };
    case 409:
      return { outcome: conflict((await content<Problem>(answer)).type) };
    case 410:
      return { outcome: "closed", reason: (await content<Problem>(answer)).reason ?? "expired" };
    case 413:
      return { outcome: "too_large" };
    case 415:
      return { outcome: "not_a_photo" };
    case 422:
      return { outcome: "invalid", errors: (await content<Problem>(answer)).errors };
    case 502:
    case 504:
      return { outcome: "network" };
    default:
      return { outcome: "server" };
  }
}

function conflict(type: string): Conflict {
  switch (type) {
    case "/problems/other-version":
      return "other_version";
    case "/problems/not-opened":
      return "not_opened";
    case "/problems/cooling-down":
    case "/problems/used-up":
      return "not_yet";
    default:
      return "already_answered";
  }
}
