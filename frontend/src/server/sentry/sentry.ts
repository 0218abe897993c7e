import { readFileSync } from "node:fs";

import { createStackParser, createTransport } from "@sentry/core";
import { nodeStackLineParser, ServerRuntimeClient } from "@sentry/core/server";

import { stripped } from "@/server/sentry/stripped";

/** Posts an envelope; the status of the answer. */
export type Post = (url: string, envelope: string | Uint8Array) => Promise<number>;

interface Failure {
  event: string;
  requestId: string;
  error?: unknown;
}

interface Timed {
  /** The pattern of the address, like /s/[token]. */
  route: string;
  status: number;
  requestId: string;
  began: Date;
  ended: Date;
}

export interface Sentry {
  tellError: (failure: Failure) => void;
  /** Tells how long a request took, of the share that is told. */
  tellDuration: (timed: Timed) => void;
  /** Waits until all is sent. */
  flush: () => PromiseLike<unknown>;
}

/** So many a minute: with the backend away every request fails. */
const MOST = 20;
const MINUTE_MS = 60_000;
const TIMEOUT_MS = 10_000;

/** Sentry by the server's variables, the same as the backend's; undefined without a DSN. */
export function startSentry(
  variables: NodeJS.ProcessEnv,
  { post = postByFetch, random = Math.random }: { post?: Post; random?: () => number } = {},
): Sentry | undefined {
  const dsn = dsnOf(variables);
  if (dsn === "") return undefined;
  const client = new ServerRuntimeClient({
    dsn,
    release: variables.RELEASE,
    environment: variables.SENTRY_ENVIRONMENT ?? "production",
    platform: "node",
    integrations: [],
    stackParser: createStackParser(nodeStackLineParser()),
    // One event for each request that is timed, and no spans: nothing is measured within.
    traceLifecycle: "static",
    beforeSend: stripped,
    beforeSendTransaction: stripped,
    transport: (options) =>
      createTransport(options, async ({ body }) => ({ statusCode: await post(options.url, body) })),
  });
  client.init();
  const share = Number(variables.SENTRY_TRACES_SAMPLE_RATE ?? "0.05");
  const hasRoom = roomPerMinute();
  return {
    tellError: ({ event, requestId, error }) => {
      if (!hasRoom(Date.now())) return;
      const tags = { event, ...tagOf(requestId) };
      if (error instanceof Error) client.captureException(error, { captureContext: { tags } });
      else client.captureEvent({ level: "error", message: event, tags });
    },
    tellDuration: (timed) => {
      if (random() < share) client.captureEvent(transactionOf(timed));
    },
    flush: () => client.flush(),
  };
}

/** As in the backend, a secret can stand in a file that NAME_FILE names. */
function dsnOf({ SENTRY_DSN: dsn, SENTRY_DSN_FILE: file }: NodeJS.ProcessEnv): string {
  return (dsn ?? (file === undefined ? "" : readFileSync(file, "utf8"))).trim();
}

function transactionOf({ route, status, requestId, began, ended }: Timed) {
  return {
    type: "transaction" as const,
    transaction: route,
    start_timestamp: began.getTime() / 1000,
    timestamp: ended.getTime() / 1000,
    tags: tagOf(requestId),
    contexts: {
      trace: {
        trace_id: hexOf(16),
        span_id: hexOf(8),
        op: "http.server",
        status: status >= 500 ? "internal_error" : "ok",
      },
    },
  };
}

/** Under what to find the rest in the log. An id that a proxy has not drawn may be anything. */
function tagOf(requestId: string): { request_id?: string } {
  return /^[\da-f-]{32,36}$/.test(requestId) ? { request_id: requestId } : {};
}

function hexOf(bytes: number): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString("hex");
}

function roomPerMinute(): (now: number) => boolean {
  let minute = 0;
  let told = 0;
  return (now) => {
    const current = Math.floor(now / MINUTE_MS);
    if (current !== minute) [minute, told] = [current, 0];
    return (told += 1) <= MOST;
  };
}

const postByFetch: Post = async (url, envelope) => {
  const headers = { "Content-Type": "application/x-sentry-envelope" };
  const body = typeof envelope === "string" ? envelope : new Uint8Array(envelope);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const { status } = await fetch(url, { method: "POST", headers, body, signal });
  return status;
};
