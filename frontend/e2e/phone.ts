import { expect, type Locator, type Page } from "@playwright/test";

import type { Planted } from "./planted";
import { QuestionnairePage } from "./questionnaire-page";

/** The questionnaire of a new prompt, opened. */
export async function opened(page: Page, prompt: Planted): Promise<QuestionnairePage> {
  const questionnaire = new QuestionnairePage(page);
  await questionnaire.follow(prompt.link);
  await questionnaire.openByTouch();
  return questionnaire;
}

/** Answers the first page and goes on to the second. */
export async function answerFirstPage(page: Page): Promise<void> {
  await page.locator("#answer-stress").press("End");
  await page.getByRole("button", { name: "Next" }).tap();
  await expect(page.getByRole("heading", { level: 2 })).toHaveText("Your work");
}

export function indicator(page: Page): Locator {
  return page.locator(".save-indicator");
}

/** Waits until the page can be shown without a network. */
export async function keptForOffline(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const pages = await caches.open("esmpress-pages-1");
        const files = await caches.open("esmpress-assets-1");
        const { active } = await navigator.serviceWorker.ready;
        return active?.state === "activated"
          ? (await pages.keys()).length * (await files.keys()).length
          : 0;
      }),
    )
    .toBeGreaterThan(0);
}

/** What the phone keeps of prompts in IndexedDB, as text. */
export async function onPhone(page: Page): Promise<string> {
  return JSON.stringify(await kept(page, "prompts"));
}

/** The items whose photos wait on the phone. */
export async function photosOnPhone(page: Page): Promise<string[]> {
  const photos = (await kept(page, "photos")) as { item: string }[];
  return photos.map(({ item }) => item);
}

function kept(page: Page, what: "prompts" | "photos"): Promise<unknown[]> {
  return page.evaluate(
    (store) =>
      new Promise<unknown[]>((resolve) => {
        const opening = indexedDB.open("esmpress");
        opening.onsuccess = () => {
          const all = opening.result.transaction(store).objectStore(store).getAll();
          all.onsuccess = () => {
            opening.result.close();
            resolve(all.result);
          };
        };
      }),
    what,
  );
}

/** Only the page is told that there is no network: the browser's own sync would find one. */
export async function withoutSync(page: Page): Promise<void> {
  await page.addInitScript(() => {
    if (!("ServiceWorkerRegistration" in globalThis)) return;
    Reflect.deleteProperty(ServiceWorkerRegistration.prototype, "sync");
  });
}

/** Closes the page as a phone without network that ends the browser. */
export async function killed(page: Page): Promise<void> {
  await withoutLastRequest(page);
  await page.close();
}

/** Has what the page sends while it goes away go nowhere: the browser would find a network for that. */
export async function withoutLastRequest(page: Page): Promise<void> {
  await page.evaluate(() => {
    globalThis.fetch = () => Promise.reject(new TypeError("Failed to fetch"));
  });
}

/** Answers the second and the last page, up to sending. */
export async function answerTheRest(page: Page): Promise<void> {
  await page.locator("#answer-calls").fill("3");
  // Two taps on one place within a third of a second are a double tap; nobody answers as fast.
  await page.waitForTimeout(500);
  await page.getByRole("button", { name: "Next" }).tap();
  await page.locator("#answer-woke").fill("07:35");
}

/** Answers everything without a network and sends it. */
export async function sendOffline(page: Page, prompt: Planted): Promise<void> {
  await opened(page, prompt);
  await keptForOffline(page);
  await page.context().setOffline(true);
  await answerFirstPage(page);
  await expect(indicator(page)).toHaveText("Saved on this device, waiting for a network");
  await answerTheRest(page);
  await page.getByRole("button", { name: "Send answers" }).tap();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "Your answers are saved on this device",
  );
}
