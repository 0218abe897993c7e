import { expect, type Page, test } from "@playwright/test";

import { SHORT } from "./every-kind";
import { answeredIn, plant } from "./planted";
import { QuestionnairePage } from "./questionnaire-page";

/** Two bars of signal: what browsers call a slow 3G. Latency in milliseconds, the rest in bytes a second. */
const SLOW = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };

test.describe.configure({ timeout: 120_000 });

async function slowDown(page: Page): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  await browser.send("Network.emulateNetworkConditions", SLOW);
}

function island(page: Page) {
  return page.locator("astro-island[ssr]");
}

test("with two bars of signal the form is there long before its script, and one tap sends", async ({
  page,
}) => {
  const prompt = plant(SHORT);
  const questionnaire = new QuestionnairePage(page);
  await slowDown(page);

  await page.goto(prompt.link, { waitUntil: "commit" });
  await expect(questionnaire.beginButton).toBeVisible();
  await expect(island(page)).toHaveCount(1);
  await questionnaire.beginButton.tap();
  await expect(questionnaire.progress).toBeVisible();
  await expect(island(page)).toHaveCount(1);
  await page.locator('[name="place"][value="1"]').check();

  await expect(island(page)).toHaveCount(0, { timeout: 30_000 });
  await expect(page.locator('[name="place"][value="1"]')).toBeChecked();
  await questionnaire.sendByTouch();
  await expect(page.locator("#answer-mood")).toBeVisible();
  await questionnaire.answerByTouch({ mood: 70 });
  const send = page.getByRole("button", { name: "Send answers" });
  await send.tap();
  await send.tap({ timeout: 300, force: true }).catch(() => undefined);

  const receipt = await questionnaire.receipt();
  expect(answeredIn(prompt)).toMatchObject([{ place: "1", mood: "70" }]);
  await page.reload({ waitUntil: "commit" });
  expect(await questionnaire.receipt()).toBe(receipt);
});
