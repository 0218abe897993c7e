import { expect, type Page, test } from "@playwright/test";

import { keptForOffline, killed, onPhone, opened, photosOnPhone, withoutSync } from "./phone";
import { PHOTO } from "./photo";
import { answeredIn, end, partialIn, plant, type Planted } from "./planted";
import { WITH_PHOTO } from "./preview-questionnaire";
import { QuestionnairePage } from "./questionnaire-page";

const KEPT = "The photo is saved on this device, waiting for a network.";
const ID = /^[\da-f-]{36}$/;

// Each journey plants prompts and reads exports, which takes its time beside a whole stack.
test.describe.configure({ timeout: 180_000 });

/** The questionnaire, opened, and then no network. */
async function openedOffline(page: Page, prompt: Planted): Promise<void> {
  await withoutSync(page);
  await opened(page, prompt);
  await keptForOffline(page);
  await page.context().setOffline(true);
}

async function takePhoto(page: Page): Promise<void> {
  await page.locator("#answer-view").setInputFiles(PHOTO);
}

test("a photo taken without a network outlives a reload, and goes before the answers", async ({
  page,
}) => {
  const prompt = plant(WITH_PHOTO);
  await openedOffline(page, prompt);
  await takePhoto(page);
  await expect(page.getByText(KEPT)).toBeVisible();
  await new QuestionnairePage(page).expectAccessible();
  await page.reload();
  await expect(page.getByText(KEPT)).toBeVisible();
  await page.getByRole("button", { name: "Send answers" }).tap();
  await expect(page.getByText("Your answers are saved on this device")).toBeVisible();

  await page.context().setOffline(false);

  await new QuestionnairePage(page).receipt();
  const [row] = answeredIn(prompt);
  expect(row?.view).toMatch(ID);
  expect(await photosOnPhone(page)).toEqual([]);
  expect(await onPhone(page)).toBe("[]");
});

test("a photo goes by itself when there is a network, and the answer after it", async ({
  page,
}) => {
  const prompt = plant(WITH_PHOTO);
  const sent: string[] = [];
  page.on("requestfinished", (request) => {
    const names = request.postData()?.includes('"view","answer":"') ?? false;
    if (request.url().includes("/prompt/photo")) sent.push("photo");
    else if (request.url().endsWith("/draft") && names) sent.push("answer");
  });
  await openedOffline(page, prompt);
  await takePhoto(page);
  await expect(page.getByText(KEPT)).toBeVisible();

  await page.context().setOffline(false);

  await expect(page.getByText("The photo has been sent.")).toBeVisible();
  await expect.poll(() => sent).toEqual(["photo", "answer"]);
  expect(await photosOnPhone(page)).toEqual([]);
});

test("a photo that waited while the time ran out is part of the partial response", async ({
  page,
  context,
}) => {
  const prompt = plant(WITH_PHOTO);
  await openedOffline(page, prompt);
  await takePhoto(page);
  await expect(page.getByText(KEPT)).toBeVisible();
  await killed(page);
  end(prompt, "expired");
  await context.setOffline(false);

  const later = await context.newPage();
  await later.goto(prompt.link);

  await expect(later.getByText("What you had answered by then has been kept.")).toBeVisible();
  const [row] = partialIn(prompt);
  expect(row?.view).toMatch(ID);
  expect(await photosOnPhone(later)).toEqual([]);
});

test("a page that is open when the time runs out sends the photo first", async ({ page }) => {
  const prompt = plant(WITH_PHOTO);
  await openedOffline(page, prompt);
  await takePhoto(page);
  await expect(page.getByText(KEPT)).toBeVisible();
  end(prompt, "expired");
  await page.clock.install();
  await page.clock.fastForward("01:05:00");

  await page.context().setOffline(false);

  await expect(page.getByText("What you had answered by then has been kept.")).toBeVisible();
  const [row] = partialIn(prompt);
  expect(row?.view).toMatch(ID);
});

test("a photo that is taken away leaves nothing on the phone", async ({ page }) => {
  await openedOffline(page, plant(WITH_PHOTO));
  await takePhoto(page);
  await expect.poll(() => photosOnPhone(page)).toEqual(["view"]);

  await page.getByRole("button", { name: "Remove the photo" }).tap();

  await expect.poll(() => photosOnPhone(page)).toEqual([]);
});

test("without a network and without room the person is told, and can try again", async ({
  page,
}) => {
  const prompt = plant(WITH_PHOTO);
  await openedOffline(page, prompt);
  await page.evaluate(() => {
    const put = Reflect.get(IDBObjectStore.prototype, "put") as (given: unknown) => IDBRequest;
    IDBObjectStore.prototype.put = new Proxy(put, {
      apply: (_put, store: IDBObjectStore, given) => {
        if (store.name === "photos") throw new DOMException("full", "QuotaExceededError");
        return put.apply(store, given as [unknown]);
      },
    });
  });
  await takePhoto(page);
  await expect(page.getByRole("alert")).toContainText("no room on this device");

  await page.context().setOffline(false);
  await page.getByRole("button", { name: "Try again" }).tap();

  await expect(page.getByText("The photo has been sent.")).toBeVisible();
});
