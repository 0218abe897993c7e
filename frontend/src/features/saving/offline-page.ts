import { keepPage } from "@/features/saving/kept-pages";

const SCOPE = "/s/";
const ASSETS = "/_astro/";

/** Has this page and what it is made of shown again when there is no network, unless it is over. */
export async function keepOffline(key: string, over: AbortSignal): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/sw.js", { scope: SCOPE });
  const page = await fetch(location.href, { credentials: "omit" });
  const isFresh = page.ok && !page.redirected && !over.aborted;
  if (isFresh) await keepPage(caches, key, page, assetsHere());
}

/** Has the service worker send what waits once there is a network, where the browser can. */
export async function sendInBackground(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const registration: Registration | undefined =
    await navigator.serviceWorker.getRegistration(SCOPE);
  await registration?.sync?.register("send");
}

/** Background sync is not in every browser, and not in TypeScript's types. */
type Registration = ServiceWorkerRegistration & {
  sync?: { register: (tag: string) => Promise<void> };
};

/** What the page has loaded, the controls of rare kinds and this file included. */
function assetsHere(): string[] {
  const loaded = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  const ours = loaded.filter(({ origin, pathname }) => {
    return origin === location.origin && pathname.startsWith(ASSETS);
  });
  return [...new Set(ours.map(({ pathname }) => pathname))];
}
