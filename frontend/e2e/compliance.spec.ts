import { expect, type Page, test } from "@playwright/test";

import { AdminPage } from "./admin-page";

const {
  E2E_ADMIN_URL: admin = "",
  E2E_EMAIL: email = "",
  E2E_PASSWORD: password = "",
} = process.env;
const EVERY_MS = 30_000;

// As researchers sit before it.
test.use({ viewport: { width: 1280, height: 900 }, hasTouch: false, isMobile: false });

/** Opens the compliance of the study in which `demo-check` has answered; counts what the page asks. */
async function openCompliance(page: Page): Promise<{ asked: number }> {
  const counted = { asked: 0 };
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (request.resourceType() === "fetch" && pathname.endsWith("/compliance/")) counted.asked += 1;
  });
  await page.clock.install();
  await new AdminPage(page, admin).logIn(email, password);
  await page
    .getByRole("link", { name: /^Compliance of Right now/ })
    .first()
    .click();
  // Shown by the script, which then waits for its time.
  await expect(page.getByRole("button", { name: "Stop refreshing" })).toBeVisible();
  return counted;
}

test("the compliance of a study refreshes by itself and leaves what is open and focused", async ({
  page,
}) => {
  const counted = await openCompliance(page);
  const table = page.locator("#days-table");
  await table.locator("summary").press("Enter");

  const refreshed = page.waitForResponse((answer) => answer.request().resourceType() === "fetch");
  await page.clock.fastForward(EVERY_MS);
  await refreshed;

  await expect(table).toHaveAttribute("open", "");
  await expect(table.locator("summary")).toBeFocused();
  expect(counted.asked).toBe(1);
});

test("a button stops the refreshing for good, and starts it again", async ({ page }) => {
  const counted = await openCompliance(page);

  await page.getByRole("button", { name: "Stop refreshing" }).click();
  await page.reload();
  const again = page.getByRole("button", { name: "Refresh every 30 s" });
  await expect(again).toBeVisible();
  await page.clock.fastForward(10 * EVERY_MS);
  expect(counted.asked).toBe(0);

  const refreshed = page.waitForResponse((answer) => answer.request().resourceType() === "fetch");
  await again.click();
  await refreshed;
  await expect(page.getByRole("button", { name: "Stop refreshing" })).toBeVisible();
});

test("whoever is logged out meanwhile is told so, and is not asked for again", async ({ page }) => {
  const counted = await openCompliance(page);
  await page.context().clearCookies();

  await page.clock.fastForward(EVERY_MS);

  await expect(page.getByRole("status")).toHaveText("You are logged out: refresh to log in again.");
  await page.clock.fastForward(10 * EVERY_MS);
  expect(counted.asked).toBe(1);
});
