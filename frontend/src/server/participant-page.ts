import { type Connection, eventClient, type Outcome, participantClient } from "@/api/client";
import { isToken } from "@/api/participant-token";
import type { EventPage, PromptPage } from "@/api/schema-types";
import { backendOrigin, internalHeaders, requestIdOf } from "@/server/backend";
import { lightGet } from "@/server/light-get";
import { logError } from "@/server/log";

const PROMPT = "/api/participant/prompt";
const READ_TIMEOUT_MS = 5_000;
const WRITE_TIMEOUT_MS = 15_000;

/** What a participant's link leads to. */
export type LinkTarget<Page> =
  { status: 200 | 410; page: Page } | { status: 404; page: null } | { status: 503; page: null };

/** What the link of a prompt leads to, read with `read`; 410 when its time is over. */
export async function followLink(
  token: string,
  headers: Headers,
  read = readPrompt,
): Promise<LinkTarget<PromptPage>> {
  const target = await follow(token, headers, read);
  const { page } = target;
  return page?.state === "closed" ? { status: 410, page } : target;
}

function readPrompt(connection: Connection): Promise<Outcome<PromptPage>> {
  return participantClient(connection).readPrompt();
}

/** What `readPrompt` reads, in a light way where it needs no TLS: for a look, which most requests are. */
export async function lookAtPrompt(connection: Connection): Promise<Outcome<PromptPage>> {
  const { origin, token, timeoutMs } = connection;
  if (!origin.startsWith("http:")) return readPrompt(connection);
  const headers = { ...connection.headers, Authorization: `Bearer ${token}` };
  try {
    const answer = await lightGet(`${origin}${PROMPT}`, { headers, timeoutMs });
    if (answer.status === 404) return { outcome: "unknown_link" };
    if (answer.status !== 200) return { outcome: "server" };
    // As in the client: taken to be what the schema promises.
    return { outcome: "done", value: JSON.parse(answer.content) as PromptPage };
  } catch {
    return { outcome: "network" };
  }
}

/** What a permanent link for events leads to; one that cannot be used now may be good tomorrow. */
export function followEventLink(token: string, headers: Headers): Promise<LinkTarget<EventPage>> {
  return follow(token, headers, (connection) => eventClient(connection).readEvent());
}

/** What the link leads to, by one read of the backend; a malformed token is not even asked for. */
async function follow<Page>(
  token: string,
  headers: Headers,
  read: (connection: Connection) => Promise<Outcome<Page>>,
): Promise<LinkTarget<Page>> {
  if (!isToken(token)) return { status: 404, page: null };
  const found = await read({ ...connectionFor(token, headers), timeoutMs: READ_TIMEOUT_MS });
  if (found.outcome === "done") return { status: 200, page: found.value };
  if (found.outcome === "unknown_link") return { status: 404, page: null };
  logError({ event: `link_not_read: ${found.outcome}`, requestId: requestIdOf(headers) });
  return { status: 503, page: null };
}

/** The way to the backend for the bearer of a token, on behalf of the request with these headers. */
export function connectionFor(token: string, headers: Headers): Connection {
  return {
    origin: backendOrigin(),
    token,
    fetch,
    timeoutMs: WRITE_TIMEOUT_MS,
    headers: internalHeaders(requestIdOf(headers)),
  };
}
