import { backendOrigin, internalHeaders, requestIdOf } from "@/server/backend";
import { logError } from "@/server/log";
import { bodyWithin } from "@/server/request-body";

const BODY_LIMIT = 256 * 1024;
/** The largest photo an item may allow, in whole megabytes. */
const PHOTO_LIMIT = 5_000_000;
const TIMEOUT_MS = 15_000;
const PATH = /^[a-z]+(\/[a-z]+)*$/;

/** The backend's answer to a request under /api/participant; a problem document when it is away. */
export async function passThrough(request: Request, path: string): Promise<Response> {
  if (!PATH.test(path)) return problem(404, "not-found", "There is nothing at this address.");
  const body = await bodyWithin(request, path === "prompt/photo" ? PHOTO_LIMIT : BODY_LIMIT);
  if (body === "too long") return problem(413, "too-large", "The request is too large.");
  const requestId = requestIdOf(request.headers);
  try {
    const { search } = new URL(request.url);
    const answer = await fetch(`${backendOrigin()}/api/participant/${path}${search}`, {
      method: request.method,
      headers: {
        ...internalHeaders(requestId),
        ...picked(request.headers, ["Authorization", "Content-Type"]),
      },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return await handBack(answer);
  } catch (error) {
    logError({ event: "backend_away", requestId, error });
    return problem(502, "backend-away", "The server is away. Please try again in a moment.");
  }
}

async function handBack(answer: Response): Promise<Response> {
  const headers = picked(answer.headers, ["Content-Type", "Retry-After", "X-Request-ID"]);
  const content = await answer.arrayBuffer();
  return new Response(content.byteLength > 0 ? content : null, { status: answer.status, headers });
}

function picked(headers: Headers, names: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of names) {
    const value = headers.get(name);
    if (value !== null) found[name] = value;
  }
  return found;
}

function problem(status: number, type: string, detail: string): Response {
  const content = { type: `/problems/${type}`, title: detail, status, detail };
  const headers = { "Content-Type": "application/problem+json" };
  return new Response(JSON.stringify(content), { status, headers });
}
