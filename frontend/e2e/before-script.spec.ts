import { expect, type Page, test } from "@playwright/test";

import { EVERY_KIND, SHORT } from "./every-kind";
import { plant } from "./planted";
import { QuestionnairePage } from "./questionnaire-page";

/** Keeps the page's scripts back, or only some, until the returned function is called. */
async function withScriptsHeldBack(page: Page, which = "*"): Promise<() => void> {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(`**/_astro/${which}.js`, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

/** Opens the prompt by its form, as a page whose script has not come would. */
async function openByForm(page: Page, link: string): Promise<void> {
  await page.goto(link, { waitUntil: "commit" });
  await page.locator('button[value="start"]').click();
  await expect(page.locator("progress")).toBeVisible();
}

function hydrated(page: Page) {
  return page.waitForFunction(() => !document.querySelector("astro-island[ssr]"));
}

test("what is answered before the script came stays once it is there", async ({ page }) => {
  const release = await withScriptsHeldBack(page);
  await openByForm(page, plant(SHORT).link);

  await page.locator('[name="place"][value="2"]').check();
  release();
  await hydrated(page);

  await expect(page.locator("#progress-label")).toContainText("1 of 4 answered");
  await expect(page.locator('[name="note"]')).toBeVisible();
  await expect(page.locator('[name="place"][value="2"]')).toBeChecked();
});

test("a tap on Next before the script came leads on, with what was answered", async ({ page }) => {
  await withScriptsHeldBack(page);
  await openByForm(page, plant(SHORT).link);

  await page.locator('[name="place"][value="1"]').check();
  await page.locator('button[value="next"]').click();

  await expect(page.locator("#progress-label")).toContainText("Page 2 of 2 · 1 of 2 answered");
});

test("what another tab answers takes nothing away while rare controls are on their way", async ({
  page,
  context,
}) => {
  const { link } = plant(EVERY_KIND);
  const other = await context.newPage();
  const questionnaire = new QuestionnairePage(other);
  await questionnaire.follow(link);
  await questionnaire.openByTouch();
  const release = await withScriptsHeldBack(page, "matrix.*");
  const keeping = page.waitForResponse("**/_astro/start-keeping.*");
  await page.goto(link);
  await keeping;

  await other.locator("#answer-mood").press("End");
  await expect(other.locator(".save-indicator")).toHaveText("Saved");
  // Long enough for the answer to come over.
  await page.waitForTimeout(1000);
  await expect(page.locator('[name="well"][value="4"]')).toBeVisible();
  release();

  await expect(page.locator("#answer-mood")).toHaveValue("100");
});

test("the script takes over what the server drew of every kind", async ({ page }) => {
  const told: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") told.push(message.text());
  });
  page.on("pageerror", (error) => told.push(String(error)));
  const { link } = plant(EVERY_KIND);
  const questionnaire = new QuestionnairePage(page);
  await questionnaire.follow(link);
  await questionnaire.openByTouch();

  for (const { name } of EVERY_KIND.pages) {
    await questionnaire.follow(`${link}?page=${name}`);
    await expect(page.locator(`input[name=":page"]`)).toHaveValue(name);
    await questionnaire.expectAccessible();
  }

  expect(told).toEqual([]);
});

test("a control that did not come is asked for again, by another address", async ({ page }) => {
  const { link } = plant(EVERY_KIND);
  const questionnaire = new QuestionnairePage(page);
  // A preload and the import may each ask; browsers remember that this address failed.
  await page.route(/_astro\/matrix\.[^?]*$/, (route) => route.abort());
  await questionnaire.follow(link);

  await questionnaire.openByTouch();
  await page.locator('[name="state.calm"][value="1"]').check();

  await expect(page.locator("#progress-label")).toContainText("1 of 17 answered");
});
