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
  withoutLastRequest,
  withoutSync,
} from "./phone";
import { answeredIn, end, partialIn, plant, type Planted } from "./planted";
import { THREE_PAGES } from "./preview-questionnaire";
import { QuestionnairePage } from "./questionnaire-page";

const RECEIPT = /^[2-9A-Z]{4}/;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TITLE = { level: 1 } as const;

// Each journey plants prompts and reads exports, which takes its time beside a whole stack.
test.describe.configure({ timeout: 180_000 });

test("a reload in the middle shows the same page with the same answers", async ({ page }) => {
  await opened(page, plant(THREE_PAGES));
  await answerFirstPage(page);
  await page.locator("#answer-calls").fill("3");
  await expect.poll(() => onPhone(page)).toContain("calls");

  await page.reload();

  await expect(page.locator("#answer-calls")).toHaveValue("3");
  await expect(page.getByRole("heading", { level: 2 })).toHaveText("Your work");
});

test("who goes on elsewhere finds the answers and the page", async ({ page, browser }) => {
  const prompt = plant(THREE_PAGES);
  await opened(page, prompt);
  await answerFirstPage(page);
  await page.locator("#answer-calls").fill("3");
  await expect(indicator(page)).toHaveText("Saved");
  await page.close();

  const elsewhere = await browser.newPage({ javaScriptEnabled: false });
  await elsewhere.goto(prompt.link);

  await expect(elsewhere.locator("#answer-calls")).toHaveValue("3");
  await elsewhere.close();
});

test("answers sent without a network go when there is one, once, with the time they were sent", async ({
  page,
}) => {
  const prompt = plant(THREE_PAGES);
  await withoutSync(page);
  await sendOffline(page, prompt);
  await new QuestionnairePage(page).expectAccessible();
  await withoutLastRequest(page);
  await page.reload();
  await expect(page.getByRole("heading", TITLE)).toHaveText(
    "Your answers are saved on this device",
  );
  const sentBefore = Date.now();
  await new Promise((resolve) => setTimeout(resolve, 3000));

  await page.context().setOffline(false);

  expect(await new QuestionnairePage(page).receipt()).toMatch(RECEIPT);
  const [row, ...others] = answeredIn(prompt);
  expect(others).toEqual([]);
  expect(row).toMatchObject({ stress: "100", calls: "3", woke: "07:35" });
  expect(Date.parse(row?.end_utc ?? "")).toBeLessThanOrEqual(sentBefore);
  expect(Date.parse(row?.received_utc ?? "")).toBeGreaterThan(sentBefore);
  await expect.poll(() => onPhone(page)).toBe("[]");
});

test("the token is on the phone only while something waits, and a reload loses nothing", async ({
  page,
}) => {
  const prompt = plant(THREE_PAGES);
  const token = prompt.link.split("/").at(-1) ?? "none";
  await opened(page, prompt);
  await keptForOffline(page);
  await answerFirstPage(page);
  await expect(indicator(page)).toHaveText("Saved");
  await expect.poll(() => onPhone(page)).toContain("stress");
  await expect.poll(() => onPhone(page)).not.toContain(token);

  await page.context().setOffline(true);
  await page.locator("#answer-calls").fill("3");
  await expect.poll(() => onPhone(page)).toContain(token);
  await page.reload();
  await expect(page.locator("#answer-calls")).toHaveValue("3");
  await expect(indicator(page)).toHaveText("Saved on this device, waiting for a network");
  await page.context().setOffline(false);

  await expect(indicator(page)).toHaveText("Saved");
  await expect.poll(() => onPhone(page)).not.toContain(token);
});

test("answers that waited while the time ran out are taken when the link is opened again", async ({
  page,
}) => {
  const prompt = plant(THREE_PAGES);
  await withoutSync(page);
  await sendOffline(page, prompt);
  await page.goto("about:blank");
  end(prompt, "expired");

  await page.context().setOffline(false);
  await page.goto(prompt.link);

  expect(await new QuestionnairePage(page).receipt()).toMatch(RECEIPT);
  expect(answeredIn(prompt)).toHaveLength(1);
});

/** Answers the first page without a network. */
async function beginOffline(page: Page, prompt: Planted): Promise<void> {
  await withoutSync(page);
  await opened(page, prompt);
  await keptForOffline(page);
  await page.context().setOffline(true);
  await answerFirstPage(page);
  await expect(indicator(page)).toHaveText("Saved on this device, waiting for a network");
}

test("answers given without a network and not sent are kept when the link is opened too late", async ({
  page,
  context,
}) => {
  const prompt = plant(THREE_PAGES);
  await beginOffline(page, prompt);
  await killed(page);
  end(prompt, "expired");
  await context.setOffline(false);

  const later = await context.newPage();
  await later.goto(prompt.link);

  await expect(later.getByText("What you had answered by then has been kept.")).toBeVisible();
  expect(partialIn(prompt)).toMatchObject([{ status: "expired", stress: "100" }]);
  await expect.poll(() => onPhone(later)).toBe("[]");
});

test("a page that is open when the network comes back too late says what was kept", async ({
  page,
}) => {
  const prompt = plant(THREE_PAGES);
  await beginOffline(page, prompt);
  end(prompt, "expired");

  await page.context().setOffline(false);

  await expect(page.getByRole("heading", TITLE)).toHaveText("The time is over");
  expect(partialIn(prompt)).toMatchObject([{ status: "expired", stress: "100" }]);
});

test("answers that waited and can be taken no more are told of", async ({ page }) => {
  const prompt = plant(THREE_PAGES);
  await withoutSync(page);
  await sendOffline(page, prompt);
  end(prompt, "withdrawn");
  end(prompt, "expired");

  await page.context().setOffline(false);

  await expect(page.getByText("They reached us too late to be counted.")).toBeVisible();
  expect(answeredIn(prompt)).toEqual([]);
  await expect.poll(() => onPhone(page)).toBe("[]");
});

test("a slow network does not bring a page back that is over", async ({ page, context }) => {
  const prompt = plant(THREE_PAGES);
  await withoutSync(page);
  await sendOffline(page, prompt);
  end(prompt, "withdrawn");
  end(prompt, "expired");
  await slowPages(context);
  let loads = 0;
  page.on("load", () => (loads += 1));

  await context.setOffline(false);

  await expect(page.getByText("They reached us too late to be counted.")).toBeVisible({
    timeout: 20_000,
  });
  expect(loads).toBe(1);
});

/** Pages come later than the service worker has patience; what scripts ask for comes at once. */
async function slowPages(context: BrowserContext): Promise<void> {
  const [worker] = context.serviceWorkers();
  await worker?.evaluate(() => {
    const reach = globalThis.fetch;
    globalThis.fetch = async (input, init) => {
      await new Promise((resolve) => setTimeout(resolve, 6000));
      return reach(input, init);
    };
  });
  expect(worker).toBeDefined();
}

test("two tabs hold the same answers, and end together", async ({ page, context }) => {
  const prompt = plant(THREE_PAGES);
  await opened(page, prompt);
  const other = await secondTab(context, prompt);

  await page.locator("#answer-stress").press("Home");
  await expect(other.locator("#answer-stress")).toHaveValue("0");
  await page.getByRole("button", { name: "Next" }).tap();
  await page.locator("#answer-woke").fill("07:35");
  await page.getByRole("button", { name: "Send answers" }).tap();

  const receipt = await new QuestionnairePage(page).receipt();
  expect(await new QuestionnairePage(other).receipt()).toBe(receipt);
});

async function secondTab(context: BrowserContext, { link }: Planted): Promise<Page> {
  const other = await context.newPage();
  await new QuestionnairePage(other).follow(link);
  await keptForOffline(other);
  return other;
}

test("the browser's Back leads to the page before, and nothing is lost", async ({ page }) => {
  const prompt = plant(THREE_PAGES);
  await opened(page, prompt);
  await answerFirstPage(page);
  await page.locator("#answer-calls").fill("3");

  await page.goBack();
  await expect(page.locator("#answer-stress")).toHaveValue("100");
  await page.goForward();
  await expect(page.locator("#answer-calls")).toHaveValue("3");
  await page.getByRole("button", { name: "Back" }).tap();
  await expect(page.locator("#answer-stress")).toBeVisible();
  await page.goForward();

  await expect(page.locator("#answer-calls")).toHaveValue("3");
});

for (const [wrong, milliseconds] of [
  ["a day fast", DAY_MS],
  ["two hours slow", -2 * HOUR_MS],
] as const) {
  test(`a phone whose clock is ${wrong} is told the time by the server`, async ({ page }) => {
    const prompt = plant(THREE_PAGES);
    await page.clock.install({ time: Date.now() + milliseconds });
    const began = Date.now();
    await opened(page, prompt);
    await answerFirstPage(page);
    await answerTheRest(page);
    await page.getByRole("button", { name: "Send answers" }).tap();
    await new QuestionnairePage(page).receipt();

    const [row] = answeredIn(prompt);
    const answeredAt = Date.parse(row?.end_utc ?? "");
    expect(answeredAt).toBeGreaterThan(began - 2000);
    expect(answeredAt).toBeLessThanOrEqual(Date.now());
    expect(row?.device).toBe("phone");
  });
}

test("at the end of the time, what was answered by then has been kept", async ({ page }) => {
  const prompt = plant(THREE_PAGES);
  const questionnaire = await opened(page, prompt);
  await answerFirstPage(page);
  await expect(indicator(page)).toHaveText("Saved");
  end(prompt, "expired");

  await page.locator("#answer-calls").fill("3");

  await expect(page.getByRole("heading", TITLE)).toHaveText("The time is over");
  await questionnaire.expectAccessible();
  expect(partialIn(prompt)).toMatchObject([{ status: "expired", stress: "100" }]);
});

test("a double tap sends once", async ({ page }) => {
  const prompt = plant(THREE_PAGES);
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/response")) sent.push(request.url());
  });
  await opened(page, prompt);
  await answerFirstPage(page);
  await answerTheRest(page);

  await page.getByRole("button", { name: "Send answers" }).dblclick();

  expect(await new QuestionnairePage(page).receipt()).toMatch(RECEIPT);
  expect(sent).toHaveLength(1);
});
