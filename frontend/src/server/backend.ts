/** The internal address of the backend, read when used: the build knows nothing of it. */
export function backendOrigin(): string {
  return new URL(process.env.API_URL ?? "http://127.0.0.1:8000").origin;
}

/** Headers for a call inside the house: who asks, and that the person came by TLS, if so. */
export function internalHeaders(requestId: string): Record<string, string> {
  const scheme = process.env.PUBLIC_URL?.split(":")[0] ?? "http";
  return { "X-Request-ID": requestId, "X-Forwarded-Proto": scheme };
}

/** The id under which a request is logged: the caller's when it has the right form, or a new one. */
export function requestIdOf(headers: Headers): string {
  const given = headers.get("X-Request-ID") ?? "";
  return /^[\w-]{8,64}$/.test(given) ? given : crypto.randomUUID();
}
