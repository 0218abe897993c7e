// Shows pages of opened prompts without a network, and sends what waits on the phone.
import { tokenInPath } from "@/api/participant-token";
import { ASSETS, forgetPage, pageAddress, PAGES, tidy } from "@/features/saving/kept-pages";
import { openOutbox } from "@/features/saving/outbox-store";
import { sendWaiting } from "@/features/saving/sending";
import { tokenKey } from "@/features/saving/token-key";
import { pageAnswer } from "@/service-worker/page-answer";

/** What TypeScript's types for pages do not have: the scope of a service worker. */
interface WorkerScope {
  skipWaiting: () => Promise<void>;
  clients: { claim: () => Promise<void> };
  addEventListener: (type: string, listener: (event: WorkerEvent) => void) => void;
}

interface WorkerEvent {
  request: Request;
  waitUntil: (work: Promise<unknown>) => void;
  respondWith: (answer: Promise<Response>) => void;
}

const worker = self as unknown as WorkerScope;

worker.addEventListener("install", (event) => {
  event.waitUntil(worker.skipWaiting());
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(tidy(caches, Date.now()).then(() => worker.clients.claim()));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (pathname.startsWith("/_astro/")) event.respondWith(assetFor(request));
  else if (request.mode === "navigate" && tokenInPath(pathname) !== "") {
    event.respondWith(pageFor(request, tokenInPath(pathname)));
  }
});

worker.addEventListener("sync", (event) => {
  event.waitUntil(sendAll());
});

/** Files with a hash in their name never change. */
async function assetFor(request: Request): Promise<Response> {
  const files = await caches.open(ASSETS);
  return (await files.match(request.url)) ?? fetch(request);
}

async function pageFor(request: Request, token: string): Promise<Response> {
  const network = fetch(request);
  const pages = await caches.open(PAGES);
  const kept = await pages.match(pageAddress(await tokenKey(token)), { ignoreVary: true });
  return pageAnswer(network, kept);
}

/** Rejects where something still waits: the browser then tries again later. */
async function sendAll(): Promise<void> {
  const outbox = await openOutbox();
  const sent = await sendWaiting({ outbox, fetch, wall: Date.now() }, async (key, what) => {
    if (what === "over") await forgetPage(caches, key);
  });
  if (sent.includes("waiting")) throw new Error("something still waits");
}
