import { mkdirSync } from "node:fs";

import { expect, type Page, test } from "@playwright/test";

import { AdminPage } from "../e2e/admin-page";
import { addressOf, FOLDER, type Picture, PICTURES, shoot } from "./picture";
import { STEPS } from "./steps";

const {
  E2E_ADMIN_URL: admin = "",
  E2E_PASSWORD: password = "",
  GUIDE_FOLDER = FOLDER,
} = process.env;
const ANNA = "anna.nowak@example.org";
const LOG_IN = "log-in";

let page: Page;

test.describe.configure({ mode: "default" });

test.beforeAll(async ({ browser }) => {
  mkdirSync(GUIDE_FOLDER, { recursive: true });
  page = await browser.newPage();
});

test.afterAll(async () => {
  await page.close();
});

// One after the other, as a page can show what another made; whoever is logged in stays so.
for (const picture of PICTURES) {
  test(picture.name, async () => {
    await open(picture);
    if (picture.steps) await STEPS[picture.steps](page);
    if (picture.leadsTo) expect(page.url()).toMatch(patternOf(picture.leadsTo));
    await shoot(page, picture, GUIDE_FOLDER);
  });
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${addressOf(path).replace("{number}", String.raw`\d+`)}`);
}

async function open(picture: Picture): Promise<void> {
  const address = addressOf(picture.path);
  await page.goto(address, { waitUntil: "networkidle" });
  if (picture.name === LOG_IN || !page.url().includes("/login/")) return;
  await new AdminPage(page, admin).logIn(ANNA, password);
  await page.goto(address, { waitUntil: "networkidle" });
}
