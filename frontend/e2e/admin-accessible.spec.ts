import { expect, type Page, test } from "@playwright/test";

import { wcagFaultsOn } from "./accessible";
import { AdminPage } from "./admin-page";
import { firstRow } from "./admin-rows";

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
  "accounts/auditentry/",
];
const FORMS = [
  "studies/study/add/",
  "studies/study/new/esm-week/",
  "studies/study/import-file/",
  "questionnaires/questionnaire/add/",
  "questionnaires/questionnaire/import-file/",
  "participants/participant/add/",
  "participants/participant/find-by-address/",
  "accounts/researcher/add/",
  "accounts/researcher/1/change/",
  "auth/group/add/",
  "password_change/",
  "account/authenticator/",
  "account/passkey/",
  "account/sure/",
];
// Of a study; what asks before it acts is among them.
const OF_A_STUDY = [
  "messages/invitation/en/",
  "message-acts/?act=try_again",
  "joining/",
  "feedback/",
  "people-import/",
  "alert-rules/add/?kind=missed",
  "alert-mail/",
  "end/",
];
const KINDS = [
  ...["single_choice", "multiple_choice", "likert", "matrix", "slider", "affect_grid"],
  ...["number", "text", "yes_no", "date", "time", "duration", "ranking", "image_choice"],
  ...["photo", "consent", "information", "computed"],
];
const OUTSIDE = ["login/", "login/passkey/"];
// Not found, and refused to everybody.
const WITHOUT_A_PAGE = ["studies/study/999999/change/", "nowhere/", "accounts/auditentry/add/"];
const PEOPLE = "e-mail;language\nola@example.org;pl\nemma@example;en\nola@example.org;pl\n";
// What is downloaded is no page.
const FILES = /export|\.csv/;

/** The pages behind the first row of a list: its own, and those its buttons lead to. */
async function pagesOf(page: Page, list: string, search = ""): Promise<string[]> {
  const row = await firstRow(page, admin, list, search);
  await page.goto(`${row}change/`);
  const hrefs = await page
    .locator(`a[href^="${new URL(row).pathname}"]`)
    .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
  return [...new Set([`${row}change/`, ...hrefs])].filter((href) => !FILES.test(href));
}

/** The forms of a study, of a page of a questionnaire and of every kind of item. */
async function formsBehindRows(page: Page): Promise<string[]> {
  const study = await firstRow(page, admin, "studies/study/", "Right now");
  const questionnaire = await firstRow(page, admin, "questionnaires/questionnaire/");
  return [
    ...OF_A_STUDY.map((path) => `${study}${path}`),
    `${questionnaire}pages/add/`,
    ...KINDS.map((kind) => `${questionnaire}items/add/?kind=${kind}`),
  ];
}

/** What axe finds on each of the pages, with its address. */
async function faultsOnAll(page: Page, addresses: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  for (const address of addresses) {
    await page.goto(address);
    const found = await wcagFaultsOn(page);
    faults.push(...found.map((fault) => `${address.replace(admin, "")} ${fault}`));
  }
  return faults;
}

/** What axe finds on a file of people as it is read, and on its lines once they are checked. */
async function faultsOnImport(page: Page): Promise<string[]> {
  const study = await firstRow(page, admin, "studies/study/", "Right now");
  await page.goto(`${study}people-import/`);
  const file = { name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(PEOPLE) };
  await page.locator("input[type=file]").setInputFiles(file);
  await page.locator("#content form button[type=submit]").first().click();
  await page.waitForURL(/people-import\/\d+/);
  const found = await wcagFaultsOn(page);
  await page.locator("#content form button[type=submit]").first().click();
  await page.locator("table").first().waitFor();
  return [...found, ...(await wcagFaultsOn(page))];
}

/** What axe finds on a new study with an arm, a phase and a schedule to be filled in. */
async function faultsOnRows(page: Page): Promise<string[]> {
  await page.goto(`${admin}studies/study/add/`);
  for (const rows of ["arms", "phases", "schedules"]) {
    await page.locator(`#${rows}-group .add-row a, #${rows}-group a.add-row`).first().click();
    await expect(page.locator(`[name="${rows}-0-name"]`)).toBeVisible();
  }
  return wcagFaultsOn(page);
}

test.describe.configure({ timeout: 600_000 });

// Each language and each ground once: words and colours have nothing to do with each other.
for (const [locale, colorScheme, form] of [
  ["en-GB", "light", ""],
  ["pl-PL", "dark", " @long"],
] as const) {
  test.describe(`${locale}, ${colorScheme}`, () => {
    test.use({
      locale,
      colorScheme,
      viewport: { width: 1280, height: 900 },
      hasTouch: false,
      isMobile: false,
    });

    test(`axe finds nothing on the Admin's pages${form}`, async ({ page }) => {
      await new AdminPage(page, admin).logIn(email, password);
      const addresses = LISTS.map((list) => `${admin}${list}`);
      addresses.push(...(await pagesOf(page, "studies/study/", "Right now")));
      addresses.push(...(await pagesOf(page, "participants/participant/")));

      const faults = await faultsOnAll(page, addresses);

      await expect(page.locator("html")).toHaveAttribute("lang", locale.slice(0, 2));
      expect(faults).toEqual([]);
    });

    test(`axe finds nothing on the Admin's forms${form}`, async ({ page }) => {
      await new AdminPage(page, admin).logIn(email, password);
      const forms = FORMS.map((path) => `${admin}${path}`);

      const faults = await faultsOnAll(page, [...forms, ...(await formsBehindRows(page))]);

      expect(faults).toEqual([]);
    });

    test("axe finds nothing where one logs in, and where nothing is", async ({ page }) => {
      const faults = await faultsOnAll(
        page,
        OUTSIDE.map((path) => `${admin}${path}`),
      );
      await new AdminPage(page, admin).logIn(email, password);
      const missing = WITHOUT_A_PAGE.map((path) => `${admin}${path}`);

      faults.push(...(await faultsOnAll(page, missing)));

      expect(faults).toEqual([]);
    });
  });
}

test("axe finds nothing on lines to be imported, and on rows to be filled in", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await new AdminPage(page, admin).logIn(email, password);

  const faults = [...(await faultsOnImport(page)), ...(await faultsOnRows(page))];

  expect(faults).toEqual([]);
});

test.describe("on a phone", () => {
  test("axe finds nothing on some of the Admin's pages and forms", async ({ page }) => {
    const found = await faultsOnAll(page, [`${admin}login/`]);
    await new AdminPage(page, admin).logIn(email, password);
    const study = await firstRow(page, admin, "studies/study/", "Right now");
    const questionnaire = await firstRow(page, admin, "questionnaires/questionnaire/");

    const faults = await faultsOnAll(page, [
      ...["", "account/", "participants/participant/", "studies/study/add/"].map(
        (path) => `${admin}${path}`,
      ),
      ...["change/", "compliance/", "members/", "people-import/", "joining/"].map(
        (path) => `${study}${path}`,
      ),
      `${questionnaire}items/add/?kind=matrix`,
    ]);

    expect([...found, ...faults]).toEqual([]);
  });
});
