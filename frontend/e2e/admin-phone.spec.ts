import { expect, type Page, test } from "@playwright/test";

import { AdminPage } from "./admin-page";
import { firstRow } from "./admin-rows";

const {
  E2E_ADMIN_URL: admin = "",
  E2E_EMAIL: email = "",
  E2E_PASSWORD: password = "",
} = process.env;
const PAGES = [
  ...["", "account/", "participants/participant/", "alerts/alert/", "jobs/job/"],
  ...["accounts/auditentry/", "studies/study/add/", "studies/study/new/", "password_change/"],
];
const OF_A_STUDY = [
  ...["change/", "compliance/", "delivery/", "alert-rules/", "alert-mail/", "members/"],
  ...["people-import/", "joining/", "feedback/", "messages/", "messages/invitation/en/"],
];

/** How far a page can be scrolled sideways, for those that can. */
async function wideOf(page: Page, addresses: readonly string[]): Promise<string[]> {
  const wide: string[] = [];
  for (const address of addresses) {
    await page.goto(address);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (beyond > 0) wide.push(`${address.replace(admin, "")}: ${beyond} px`);
  }
  return wide;
}

const LISTS = [
  ...["studies/study/", "participants/participant/", "prompts/prompt/", "delivery/notification/"],
  ...["responses/response/", "alerts/alert/", "accounts/auditentry/"],
];

/** By how much the table of a list is wider than its place, for those that are. */
async function cutOf(page: Page, addresses: readonly string[]): Promise<string[]> {
  const cut: string[] = [];
  for (const address of addresses) {
    await page.goto(address);
    const table = page.locator("#result_list");
    // Nobody has been alerted of anything yet, say.
    if ((await table.count()) === 0) continue;
    const beyond = await table.evaluate((element) => {
      return element.scrollWidth - (element.parentElement?.clientWidth ?? 0);
    });
    if (beyond > 0) cut.push(`${address.replace(admin, "")}: ${beyond} px`);
  }
  return cut;
}

// Polish words are longer.
for (const locale of ["en-GB", "pl-PL"]) {
  test.describe(locale, () => {
    test.use({ locale });
    test.describe.configure({ timeout: 240_000 });

    test("no page of the Admin is scrolled sideways on a phone", async ({ page }) => {
      await new AdminPage(page, admin).logIn(email, password);
      const study = await firstRow(page, admin, "studies/study/", "Right now");
      const participant = await firstRow(page, admin, "participants/participant/");

      const wide = await wideOf(page, [
        ...PAGES.map((path) => `${admin}${path}`),
        ...OF_A_STUDY.map((path) => `${study}${path}`),
        ...["change/", "timeline/", "write/"].map((path) => `${participant}${path}`),
      ]);

      expect(wide).toEqual([]);
    });

    test("no list of the Admin is cut on a small screen", async ({ browser }) => {
      const page = await browser.newPage({
        locale,
        viewport: { width: 1280, height: 800 },
        isMobile: false,
        hasTouch: false,
      });
      await new AdminPage(page, admin).logIn(email, password);

      const cut = await cutOf(
        page,
        LISTS.map((list) => `${admin}${list}`),
      );

      expect(cut).toEqual([]);
    });
  });
}
