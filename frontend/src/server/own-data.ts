import { isToken } from "@/api/participant-token";
import { backendOrigin, internalHeaders, requestIdOf } from "@/server/backend";
import { logError } from "@/server/log";

/** All of a participant's data may hold many photos. */
const TIMEOUT_MS = 120_000;
const KEPT_HEADERS = ["Content-Type", "Content-Length", "Content-Disposition"];

/** The file with all of a participant's data as it comes; null when there is none to be had. */
export async function ownData(token: string, headers: Headers): Promise<Response | null> {
  if (!isToken(token)) return null;
  const requestId = requestIdOf(headers);
  try {
    const answer = await fetch(`${backendOrigin()}/api/participant/me/data`, {
      headers: {
        ...internalHeaders(requestId),
        Accept: "application/zip",
        Authorization: `Bearer ${token}`,
      },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!answer.ok || answer.body === null) return null;
    const kept = KEPT_HEADERS.map((name) => [name, answer.headers.get(name) ?? ""] as const);
    return new Response(withoutErrors(answer.body, requestId), {
      headers: Object.fromEntries(kept),
    });
  } catch (error) {
    logError({ event: "data_not_sent", requestId, error });
    return null;
  }
}

/**
 * The stream, which ends early where it would fail: the server writes the address, and with it the
 * token, into the log when a stream fails. The browser misses the rest by the length it was told.
 */
function withoutErrors(
  body: ReadableStream<Uint8Array>,
  requestId: string,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        logError({ event: "data_broken_off", requestId, error });
        controller.close();
      }
    },
    async cancel() {
      await reader.cancel().catch(() => null);
    },
  });
}
