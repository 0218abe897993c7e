import { expect, type Page, test } from "@playwright/test";

import { wcagFaultsOn } from "./accessible";
import { AdminPage } from "./admin-page";

const {
  E2E_ADMIN_URL: admin = "",
  E2E_EMAIL: email = "",
  E2E_PASSWORD: password = "",
} = process.env;
const LISTS = [
  "",
  "account/",
  "studies/study/",
  "studies/study/new/",
  "questionnaires/questionnaire/",
  "participants/participant/",
  "prompts/prompt/",
  "delivery/notification/",
  "responses/response/",
  "alerts/alert/",
  "jobs/job/",
];
// What is downloaded is no page.
const FILES = /export|\.csv/;

/** The pages behind the first row of a list: its own, and those its buttons lead to. */
async function pagesOf(page: Page, list: string): Promise<string[]> {
  await page.goto(`${admin}${list}`);
  const row = page.locator(`a[href*="/${list}"][href*="/change/"]`).first();
  const own = await row.getAttribute("href");
  await page.goto(new URL(own ?? "", admin).href);
  const object = (own ?? "").replace(/change\/.*$/, "");
  const hrefs = await page
    .locator(`a[href^="${object}"]`)
    .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  return [...new Set([own ?? "", ...hrefs])].filter((href) => !FILES.test(href));
}

// Each language and each ground once: words and colours have nothing to do with each other.
for (const [locale, colorScheme] of [
  ["en-GB", "light"],
  ["pl-PL", "dark"],
] as const) {
  test.describe(`${locale}, ${colorScheme}`, () => {
    test.use({
      locale,
      colorScheme,
      viewport: { width: 1280, height: 900 },
      hasTouch: false,
      isMobile: false,
    });

    test("axe finds nothing on the Admin's pages", async ({ page }) => {
      test.setTimeout(600_000);
      await new AdminPage(page, admin).logIn(email, password);
      const paths = LISTS.map((list) => `${admin}${list}`);
      for (const list of ["studies/study/", "participants/participant/"]) {
        paths.push(...(await pagesOf(page, list)));
      }

      const faults: string[] = [];
      for (const path of paths) {
        const address = new URL(path, admin);
        await page.goto(address.href);
        await expect(page.locator("html")).toHaveAttribute("lang", locale.slice(0, 2));
        const found = await wcagFaultsOn(page);
        faults.push(...found.map((fault) => `${address.pathname} ${fault}`));
      }

      expect(faults).toEqual([]);
    });
  });
}
