import { expect, test, type Locator, type Page } from "@playwright/test";

import { AdminPage } from "./admin-page";

const {
  E2E_ADMIN_URL: admin = "",
  E2E_EMAIL: email = "",
  E2E_PASSWORD: password = "",
} = process.env;

// As researchers sit before it.
test.use({ viewport: { width: 1280, height: 900 }, hasTouch: false, isMobile: false });

/** Sets up a questionnaire with information items of these names and stays at its outline. */
async function addQuestionnaire(page: Page, items: readonly string[]): Promise<void> {
  await page.goto(`${admin}questionnaires/questionnaire/add/`);
  await page.locator("[name=name]").fill(`Order ${Date.now().toString(36)}`);
  await page.locator("[name=title_en]").fill("Order");
  await page.locator("[name=_save]").click();
  for (const item of items) {
    const outline = page.url().replace(/change\/.*$/, "");
    await page.goto(`${outline}items/add/?kind=information`);
    await page.locator("[name=text_en]").fill(item);
    await page.locator("[name=name]").fill(item);
    await page.getByRole("button", { name: "Save", exact: true }).click();
  }
}

async function middleOf(element: Locator): Promise<{ x: number; y: number }> {
  await element.scrollIntoViewIfNeeded();
  const { x = 0, y = 0, width = 0, height = 0 } = (await element.boundingBox()) ?? {};
  return { x: x + width / 2, y: y + height / 2 };
}

test("an item that is dragged stays where it was last, also if it is let go beside the outline", async ({
  page,
}) => {
  await new AdminPage(page, admin).logIn(email, password);
  await addQuestionnaire(page, ["one", "two", "three"]);
  const first = await middleOf(page.getByLabel("Move item one: drag it"));
  const last = await middleOf(page.getByLabel("Move item three: drag it"));
  const phone = await middleOf(page.locator("iframe"));

  await page.mouse.move(last.x, last.y);
  await page.mouse.down();
  await page.mouse.move(first.x, first.y - 5, { steps: 5 });
  await page.mouse.move(phone.x, first.y - 5, { steps: 5 });
  await page.mouse.up();

  await expect(page.locator("[data-said]")).toHaveText("Saved");
  await page.reload();
  await expect(page.locator("[data-item] code")).toHaveText(["three", "one", "two"]);
});
