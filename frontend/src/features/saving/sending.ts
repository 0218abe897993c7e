import { participantClient } from "@/api/client";
import type { Problem } from "@/api/schema-types";
import { isStale, type KeptPrompt, type Outgoing } from "@/features/saving/outbox";
import type { OutboxStore } from "@/features/saving/outbox-store";
import { sendPhotos } from "@/features/saving/photo-upload";

const TIMEOUT_MS = 20_000;

/** What became of a request that waited: `over` says that the prompt needs nothing more. */
export type Sent = "taken" | "over" | "refused" | "waiting";

interface Setting {
  outbox: OutboxStore;
  fetch: typeof fetch;
  /** The phone's clock, in milliseconds. */
  wall: number;
}

const REQUESTS = {
  draft: { method: "PUT", path: "/api/participant/prompt/draft" },
  response: { method: "POST", path: "/api/participant/prompt/response" },
} as const;

/** Sends all that waits on the phone, each as often as it takes: the server counts it once. */
export async function sendWaiting(
  setting: Setting,
  onSent?: (key: string, sent: Sent) => Promise<void>,
): Promise<Sent[]> {
  const results: Sent[] = [];
  for (const kept of await setting.outbox.all()) {
    if (isStale(kept, setting.wall)) {
      await setting.outbox.change(kept.key, () => undefined);
    } else if (kept.outgoing !== null) {
      const sent = await send(kept.outgoing, kept.key, setting);
      await settle(setting.outbox, kept, sent);
      await onSent?.(kept.key, sent);
      results.push(sent);
    }
  }
  return results;
}

/** Sends the request, after the photos that it may name. */
async function send(outgoing: Outgoing, key: string, setting: Setting): Promise<Sent> {
  const { what, body, token } = outgoing;
  const { outbox, fetch: fetcher } = setting;
  const client = participantClient({
    origin: "",
    token,
    // Called as what it is: a browser's own fetch is nobody's method.
    fetch: (input, init) => fetcher(input, init),
    timeoutMs: TIMEOUT_MS,
  });
  const areThere = await sendPhotos(outbox, key, ({ item, photo, id }) =>
    client.sendPhoto(item, photo, id),
  );
  if (!areThere) return "waiting";
  const { method, path } = REQUESTS[what];
  const headers = {
    Accept: "application/json",
    "Content-Type": "application/json",
    Authorization: `Bearer ${token}`,
  };
  try {
    const answer = await fetcher(path, { method, headers, body, credentials: "omit" });
    return await sentAs(what, answer);
  } catch {
    return "waiting";
  }
}

async function sentAs(what: Outgoing["what"], answer: Response): Promise<Sent> {
  const { ok, status } = answer;
  if (ok) return what === "response" ? "over" : "taken";
  if (status >= 500 || status === 429 || status === 408) return "waiting";
  const isTold = status === 409 || status === 410;
  return isTold && isThere(what, (await answer.json()) as Problem) ? "over" : "refused";
}

/** Whether the server has the answers all the same; of a late draft, those that were in time. */
function isThere(what: Outgoing["what"], { type, reason }: Problem): boolean {
  return type === "/problems/already-answered" || (what === "draft" && reason === "partial");
}

/** Forgets what is over, and the token of what was taken; what was refused is kept to be told. */
async function settle(outbox: OutboxStore, kept: KeptPrompt, sent: Sent): Promise<void> {
  if (sent === "waiting") return;
  await outbox.change(kept.key, (now) => {
    if (now === undefined || sent === "over") return undefined;
    // What the person did meanwhile waits on.
    if (now.outgoing?.body !== kept.outgoing?.body) return now;
    return { ...now, outgoing: null, isRefused: sent === "refused" };
  });
}
