import { expect, test } from "@playwright/test";

import { firstRow } from "./admin-rows";
import { KeyboardPage } from "./keyboard-page";

const {
  E2E_ADMIN_URL: admin = "",
  E2E_EMAIL: email = "",
  E2E_PASSWORD: password = "",
} = process.env;
const RUN = Date.now().toString(36);

// As somebody sits before it who uses no pointer.
test.use({ viewport: { width: 1280, height: 800 }, hasTouch: false, isMobile: false });
test.describe.configure({ timeout: 240_000 });

/** Somebody who has keys only, logged in and in the Admin. */
class AdminByKeys extends KeyboardPage {
  async logIn(): Promise<void> {
    await this.page.goto(admin);
    await this.use("[name=username]", email);
    await this.use("[name=password]", password);
    await this.page.keyboard.press("Enter");
    await expect(this.page.locator("[name=password]")).toHaveCount(0);
  }

  /** Opens a page and goes past the menu. */
  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.page.keyboard.press("Tab");
    await expect(this.page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
    expect(await this.focusAsSeen()).toBe("seen");
    await this.page.keyboard.press("Enter");
    await expect(this.page.locator("main")).toBeFocused();
  }

  async follow(name: string | RegExp): Promise<void> {
    await this.reach(this.page.getByRole("link", { name }), 200);
    await this.page.keyboard.press("Enter");
  }

  async fill(values: readonly [name: string, ...keys: string[]][]): Promise<void> {
    for (const [name, ...keys] of values) await this.use(`[name="${name}"]`, ...keys);
  }
}

test("a study with a schedule is set up, and a person enrolled, by keys alone", async ({
  page,
}) => {
  const keys = new AdminByKeys(page);
  await keys.logIn();
  await keys.open(`${admin}studies/study/add/`);

  await keys.fill([
    ["name", `by keys ${RUN}`],
    ["title_en", "by keys"],
  ]);
  await keys.use("[name=languages][value=en]", "Space");
  await keys.fill([
    ["contact_name", "anna nowak"],
    ["contact_email", "anna.nowak@example.org"],
  ]);
  await keys.follow(/add another schedule/i);
  await keys.fill([
    ["schedules-0-name", "noon"],
    ["schedules-0-questionnaire", "momentary"],
    ["schedules-0-kind", "at fixed"],
    ["schedules-0-days", "3"],
    ["schedules-0-times", "12:00"],
    ["schedules-0-response_window_minutes", "60"],
  ]);
  await keys.press("Save and continue editing");
  await expect(page.getByText(/was added successfully/)).toBeVisible();

  const menu = page.locator("summary", { hasText: "Participants" });
  await keys.reach(menu);
  await page.keyboard.press("Enter");
  await keys.follow("Add participants");
  await keys.use("[name=lines]", `keys-${RUN}@example.org`);
  await keys.press("Enrol");

  await expect(page.getByText(/1 participant/).first()).toBeVisible();
});

test("the menus are opened, walked and left by keys", async ({ page }) => {
  const keys = new AdminByKeys(page);
  await keys.logIn();
  const own = page.getByRole("button", { name: email });

  await keys.reach(own);
  await page.keyboard.press("Enter");
  await keys.reach(page.getByRole("button", { name: "Polski" }));
  await page.keyboard.press("Escape");

  await expect(own).toBeFocused();
  await expect(own).toHaveAttribute("aria-expanded", "false");
});

test("the small menu beside a choice is opened, used and left by keys", async ({ page }) => {
  const keys = new AdminByKeys(page);
  await keys.logIn();
  await keys.open(`${admin}studies/study/add/`);
  await keys.follow(/add another schedule/i);
  const menu = page.getByRole("button", { name: "More", exact: true });

  await keys.reach(menu.first(), 200);
  await page.keyboard.press("Enter");

  await expect(page.locator('[id^="related-widget-wrapper-"] a:focus')).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(menu.first()).toBeFocused();
});

test("a list's filters hold the focus until they are closed, and give it back", async ({
  page,
}) => {
  const keys = new AdminByKeys(page);
  await keys.logIn();
  await keys.open(`${admin}participants/participant/`);
  const button = page.getByRole("button", { name: "Filters", exact: true });

  await keys.reach(button);
  await page.keyboard.press("Enter");
  for (let step = 0; step < 40; step += 1) {
    expect(
      await page.evaluate(() => document.activeElement?.closest("#changelist-filter")),
    ).toBeTruthy();
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Escape");

  await expect(button).toBeFocused();
});

test("the numbers behind a picture are reached by keys", async ({ page }) => {
  const keys = new AdminByKeys(page);
  await keys.logIn();
  const study = await firstRow(page, admin, "studies/study/", "Right now");
  await keys.open(`${study}compliance/`);

  const table = page.locator("#heat-table");
  await keys.reach(table.locator("summary"));
  await page.keyboard.press("Enter");
  await keys.reach(table.getByRole("region"));

  await expect(table.getByRole("table")).toBeVisible();
});

test.describe("in a narrow window", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("the menu holds the focus until it is closed, and gives it back", async ({ page }) => {
    const keys = new AdminByKeys(page);
    await keys.logIn();
    const menu = page.getByRole("button", { name: "Menu", exact: true });

    await keys.reach(menu);
    await page.keyboard.press("Enter");
    for (let step = 0; step < 30; step += 1) {
      expect(
        await page.evaluate(() => document.activeElement?.closest("#nav-sidebar")),
      ).toBeTruthy();
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Escape");

    await expect(menu).toBeFocused();
    await expect(menu).toHaveAttribute("aria-expanded", "false");
  });
});
