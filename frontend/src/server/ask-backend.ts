import type { Problem } from "@/api/schema-types";
import { backendOrigin, internalHeaders, requestIdOf } from "@/server/backend";
import { logError } from "@/server/log";

const TIMEOUT_MS = 10_000;

/** What came of a call inside the house. */
export type Answered<T> =
  | { outcome: "done"; value: T }
  | { outcome: "refused"; status: number; problem: Problem }
  | { outcome: "away" };

export interface Call {
  path: string;
  /** The headers of the person's request, which give the call its id. */
  headers: Headers;
  token?: string;
  /** Posted as JSON; without it the call is a GET. */
  body?: unknown;
}

/** The backend's answer to a page of ours. Its faults are logged, without path, token or body. */
export async function askBackend<T>(call: Call): Promise<Answered<T>> {
  const requestId = requestIdOf(call.headers);
  try {
    const answer = await fetch(`${backendOrigin()}/api/participant/${call.path}`, {
      method: call.body === undefined ? "GET" : "POST",
      headers: headersOf(call, requestId),
      body: call.body === undefined ? null : JSON.stringify(call.body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    // The one place where what the backend sends is taken to be what the schema promises.
    if (answer.ok) return { outcome: "done", value: (await answer.json()) as T };
    if (answer.status < 500) {
      return {
        outcome: "refused",
        status: answer.status,
        problem: (await answer.json()) as Problem,
      };
    }
    logError({ event: `backend_failed: ${answer.status}`, requestId });
  } catch (error) {
    logError({ event: "backend_away", requestId, error });
  }
  return { outcome: "away" };
}

function headersOf({ token, body }: Call, requestId: string): Record<string, string> {
  return {
    Accept: "application/json",
    ...internalHeaders(requestId),
    ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    ...(body !== undefined && { "Content-Type": "application/json" }),
  };
}
