import { startSentry } from "@/server/sentry/sentry";

/** Read when the server starts; the build sends nothing. */
export const sentry = startSentry(process.env);

interface ErrorLine {
  event: string;
  requestId: string;
  error?: unknown;
}

/** Writes one JSON line on an error and tells Sentry: its kind, never its words, which may quote an address. */
export function logError({ event, requestId, error }: ErrorLine): void {
  const line = { level: "error", event, request_id: requestId, error: kindOf(error) };
  console.error(JSON.stringify({ timestamp: new Date().toISOString(), ...line }));
  sentry?.tellError({ event, requestId, error });
}

function kindOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { cause } = error;
  const code = cause instanceof Error && "code" in cause ? `: ${String(cause.code)}` : "";
  return error.name + code;
}

/** Replaces the server's own report of a lost promise, which quotes the address with its token. */
export function keepAddressesOutOfTheLog(): void {
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (error) => {
    logError({ event: "unhandled_rejection", requestId: "", error });
  });
}
