import { expect, type Page, test } from "@playwright/test";

import { answerTheRest, opened } from "./phone";
import { plant, timingsOf } from "./planted";
import { THREE_PAGES } from "./preview-questionnaire";
import { QuestionnairePage } from "./questionnaire-page";

test.describe.configure({ timeout: 180_000 });

/** What was done, and the moments before and after it on this machine's clock. */
async function during(act: () => Promise<unknown>): Promise<[from: number, until: number]> {
  const from = Date.now();
  await act();
  return [from, Date.now()];
}

const pause = (page: Page) => page.waitForTimeout(1500);

test("the exported timings agree with what was done and when", async ({ page }) => {
  const prompt = plant(THREE_PAGES);
  const began = await during(() => opened(page, prompt));
  await pause(page);
  const stress = page.locator("#answer-stress");
  const first = await during(() => stress.press("Home"));
  await pause(page);
  const last = await during(() => stress.press("End"));
  await pause(page);
  const turned = await during(() => page.getByRole("button", { name: "Next" }).tap());
  await answerTheRest(page);
  await page.getByRole("button", { name: "Send answers" }).tap();
  await new QuestionnairePage(page).receipt();

  const timings = timingsOf(prompt);
  const { "item stress": item, "page first": shown } = timings;
  const told = (row: Record<string, string> | undefined, name: string) => Number(row?.[name]);
  expect(Object.keys(timings)).toEqual(
    expect.arrayContaining(["item calls", "item woke", "page first", "page second", "page third"]),
  );
  expect(told(item, "changes")).toBe(2);
  expectWithin(told(item, "first_touch_ms") - told(item, "first_shown_ms"), began, first);
  expectWithin(told(item, "last_change_ms") - told(item, "first_touch_ms"), first, last);
  expectWithin(told(shown, "shown_for_ms"), began, turned);
  expect(told(item, "first_shown_ms")).toBeGreaterThanOrEqual(0);
});

/** The time between two acts lies between the shortest and the longest that it can have been. */
function expectWithin(
  milliseconds: number,
  [earliest, latest]: [number, number],
  [from, until]: [number, number],
): void {
  const leeway = 50;
  expect(milliseconds).toBeGreaterThanOrEqual(from - latest - leeway);
  expect(milliseconds).toBeLessThanOrEqual(until - earliest + leeway);
}
