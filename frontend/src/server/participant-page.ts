import { participantClient } from "@/api/client";
import { isToken } from "@/api/participant-token";
import type { PromptPage } from "@/api/schema-types";
import { backendOrigin, internalHeaders, requestIdOf } from "@/server/backend";
import { logError } from "@/server/log";

const READ_TIMEOUT_MS = 5_000;

/** What a participant's link leads to. */
export type LinkTarget =
  | { status: 200 | 410; prompt: PromptPage }
  | { status: 404; prompt: null }
  | { status: 503; prompt: null };

/** What the link leads to, by one read of the backend; a malformed token is not even asked for. */
export async function followLink(token: string, headers: Headers): Promise<LinkTarget> {
  if (!isToken(token)) return { status: 404, prompt: null };
  const requestId = requestIdOf(headers);
  const read = await participantClient({
    origin: backendOrigin(),
    token,
    fetch,
    timeoutMs: READ_TIMEOUT_MS,
    headers: internalHeaders(requestId),
  }).readPrompt();
  if (read.outcome === "done") {
    return { status: read.value.state === "closed" ? 410 : 200, prompt: read.value };
  }
  if (read.outcome === "unknown_link") return { status: 404, prompt: null };
  logError({ event: `prompt_not_read: ${read.outcome}`, requestId });
  return { status: 503, prompt: null };
}
