import { expect, test, type Browser, type Page } from "@playwright/test";

import { AdminPage } from "./admin-page";
import { Mailbox } from "./mailbox";
import { QuestionnairePage } from "./questionnaire-page";

const {
  E2E_ADMIN_URL: admin = "",
  E2E_MAIL_URL: mail = "",
  E2E_EMAIL: email = "",
  E2E_PASSWORD: password = "",
} = process.env;

// Different in each run: the stack may keep what an earlier run left.
const RUN = Date.now().toString(36);
const TOUCH = `touch-${RUN}@example.org`;
const KEYBOARD = `keyboard-${RUN}@example.org`;
const RECEIPT = /^[2-9A-Z]{4}/;
const BY_TOUCH = { happy: 63, relaxed: 40, sad: 10, irritated: 5, company: 2, coffee: 3 };
const BY_KEYBOARD = { happy: 52, relaxed: 51, sad: 50, irritated: 49, company: 1, event: "spacer" };

/** A zone where the next minutes all lie on the same day. */
function zoneAwayFromMidnight(now: Date): string {
  return now.getUTCHours() < 12 ? "Europe/Warsaw" : "America/New_York";
}

/** This minute and the next two, on the study's clock: one of them is still ahead at launch. */
function nextMinutes(now: Date, timeZone: string): string {
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "short" });
  return [0, 1, 2].map((ahead) => clock.format(new Date(now.getTime() + ahead * 60_000))).join(",");
}

async function setUpAndLaunch(console: AdminPage): Promise<void> {
  const now = new Date();
  const timeZone = zoneAwayFromMidnight(now);
  await console.logIn(email, password);
  await console.addStudy({
    name: `Journey ${RUN}`,
    questionnaire: "Momentary affect",
    timeZone,
    times: nextMinutes(now, timeZone),
  });
  await console.addParticipants([TOUCH, "not-an-address", `${KEYBOARD}, pl`]);
  await console.expectMessage(/Line 2 .*not-an-address/);
  await console.back();
  await console.launch();
  await console.expectMessage(/runs/);
}

async function answerByTouch(page: Page, link: string): Promise<void> {
  const questionnaire = new QuestionnairePage(page);
  await questionnaire.follow(link);
  await questionnaire.expectAccessible();
  await questionnaire.openByTouch();
  await questionnaire.answerByTouch(BY_TOUCH);
  await questionnaire.expectAccessible();
  await questionnaire.sendByTouch();
  expect(await questionnaire.receipt()).toMatch(RECEIPT);
  await questionnaire.expectAccessible();
  await questionnaire.follow(link);
  expect(await questionnaire.receipt()).toMatch(RECEIPT);
}

/** Lets the page's hour pass, as a phone that slept: the server's goes on as before. */
async function expectWarningsOfTheEnd(questionnaire: QuestionnairePage): Promise<void> {
  const { page, timeNotice } = questionnaire;
  await expect(timeNotice).toBeEmpty();
  await page.clock.fastForward("56:00");
  await expect(timeNotice).toContainText("mniej niż 5 minut");
  await expect(timeNotice).toBeInViewport();
  await questionnaire.expectAccessible();
  await page.clock.fastForward("04:00");
  await expect(timeNotice).toContainText("Czas już minął");
}

async function lookWithoutJavaScript(browser: Browser, link: string): Promise<void> {
  const page = await browser.newPage({ javaScriptEnabled: false });
  const contact = page.getByRole("link", { name: "Dr Anna Nowak" });
  await page.goto(link);
  await expect(page.getByRole("button", { name: "Start" })).toBeVisible();
  await expect(contact).toHaveAttribute("href", "mailto:anna.nowak@example.org");
  await page.getByRole("link", { name: "Polski" }).click();
  await expect(page.getByRole("button", { name: "Zaczynam" })).toBeVisible();
  await page.close();
}

async function answerInPolishByKeyboard(page: Page, link: string): Promise<void> {
  const questionnaire = new QuestionnairePage(page);
  await page.clock.install();
  await questionnaire.follow(link);
  await expect(page.locator("html")).toHaveAttribute("lang", "pl");
  await questionnaire.openByKeyboard();
  await expectWarningsOfTheEnd(questionnaire);
  await questionnaire.answerByKeyboard(BY_KEYBOARD);
  await questionnaire.sendByKeyboard();
  expect(await questionnaire.receipt()).toMatch(RECEIPT);
}

/** The rows of a CSV table whose cells hold no commas, by the names in its header. */
function rowsOf(csv: string): Map<string, string>[] {
  const [header = "", ...lines] = csv.trim().split(/\r?\n/);
  const names = header.split(",");
  return lines.map((line) => new Map(line.split(",").map((cell, i) => [names[i] ?? "", cell])));
}

test("a study is launched, asks by mail, is answered on phones and exported", async ({
  browser,
  page,
  request,
}) => {
  test.setTimeout(240_000);
  const desk = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const console = new AdminPage(desk, admin);
  const mailbox = new Mailbox(request, mail);

  await setUpAndLaunch(console);
  // Both at once: a minute later each of them gets the next.
  const touch = await mailbox.invitation(TOUCH);
  const keyboard = await mailbox.invitation(KEYBOARD);
  await lookWithoutJavaScript(browser, touch.link);
  await answerByTouch(page, touch.link);
  await answerInPolishByKeyboard(page, keyboard.link);
  const answered = rowsOf(await console.exportCsv()).filter(
    (row) => row.get("status") === "answered",
  );

  expect(keyboard.mail.subject).toContain("ankieta czeka");
  expect(answered.map((row) => row.get("id"))).toEqual(["P0001", "P0002"]);
  expect(answered.map((row) => row.get("language"))).toEqual(["en", "pl"]);
  for (const [row, answers] of [
    [answered[0], BY_TOUCH],
    [answered[1], BY_KEYBOARD],
  ] as const) {
    for (const [item, answer] of Object.entries(answers)) {
      expect(row?.get(item)).toBe(String(answer));
    }
  }
});
