import { type BrowserContext, expect, type Page, test } from "@playwright/test";

import {
  answerFirstPage,
  answerTheRest,
  indicator,
  keptForOffline,
  killed,
  onPhone,
  opened,
  sendOffline,
} from "./phone";
import { answeredIn, plant } from "./planted";
import { THREE_PAGES } from "./preview-questionnaire";
import { QuestionnairePage } from "./questionnaire-page";

// Each journey plants prompts and reads exports, which takes its time beside a whole stack.
test.describe.configure({ timeout: 180_000 });

async function sendAll(page: Page): Promise<string> {
  await answerTheRest(page);
  await page.getByRole("button", { name: "Send answers" }).tap();
  return new QuestionnairePage(page).receipt();
}

test("after the receipt, the browser's Back shows no questionnaire, and nothing is sent again", async ({
  page,
}) => {
  const prompt = plant(THREE_PAGES);
  await opened(page, prompt);
  await answerFirstPage(page);
  const receipt = await sendAll(page);

  await page.goBack();
  expect(await new QuestionnairePage(page).receipt()).toBe(receipt);
  await page.reload();

  expect(await new QuestionnairePage(page).receipt()).toBe(receipt);
  expect(answeredIn(prompt)).toHaveLength(1);
});

test("of two tabs that send other answers at once, one counts, and both show its receipt", async ({
  page,
  context,
}) => {
  const prompt = plant(THREE_PAGES);
  await deafen(context);
  await opened(page, prompt);
  const other = await context.newPage();
  await new QuestionnairePage(other).follow(prompt.link);
  for (const [tab, woke] of [
    [page, "07:35"],
    [other, "08:10"],
  ] as const) {
    await tab.locator("#answer-stress").press("Home");
    await tab.getByRole("button", { name: "Next" }).tap();
    await tab.locator("#answer-woke").fill(woke);
    await expect(indicator(tab)).toHaveText("Saved");
  }

  await Promise.all(
    [page, other].map((tab) =>
      tab.getByRole("button", { name: "Send answers" }).evaluate((button) => {
        (button as HTMLButtonElement).click();
      }),
    ),
  );

  const receipt = await new QuestionnairePage(page).receipt();
  expect(await new QuestionnairePage(other).receipt()).toBe(receipt);
  expect(answeredIn(prompt)).toHaveLength(1);
});

/** Has tabs hear nothing of each other, as they are before a message has come through. */
async function deafen(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    BroadcastChannel.prototype.postMessage = () => undefined;
  });
}

test("a browser that is killed in the middle of an answer loses nothing", async ({
  page,
  context,
}) => {
  const prompt = plant(THREE_PAGES);
  await opened(page, prompt);
  await answerFirstPage(page);
  await expect(indicator(page)).toHaveText("Saved");
  await page.locator("#answer-calls").pressSequentially("12");
  await expect.poll(() => onPhone(page)).toContain('"draft":"12"');
  await killed(page);

  const later = await context.newPage();
  await new QuestionnairePage(later).follow(prompt.link);

  await expect(later.locator("#answer-calls")).toHaveValue("12");
});

test("answers that wait are sent by the browser itself when the page is closed", async ({
  page,
  context,
}) => {
  const prompt = plant(THREE_PAGES);
  await sendOffline(page, prompt);
  await keptForOffline(page);
  await killed(page);
  await context.setOffline(false);

  await sync(context);

  await expect.poll(() => answeredIn(prompt).length, { timeout: 60_000 }).toBe(1);
});

/** Has Chromium tell the service worker that there is a network, as it does after a while. */
async function sync(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto("/healthz");
  const devtools = await context.newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const [registration] = registrations;
      if (registration !== undefined) resolve(registration.registrationId);
    });
  });
  await devtools.send("ServiceWorker.enable");
  await devtools.send("ServiceWorker.dispatchSyncEvent", {
    origin: new URL(page.url()).origin,
    registrationId: await registered,
    tag: "send",
    lastChance: false,
  });
  await page.close();
}
