import { spawnSync } from "node:child_process";

import { expect, test, type APIRequestContext, type Page } from "@playwright/test";

import { FormPage } from "./form-page";
import { setUpStudy } from "./joinable-study";
import { Mailbox } from "./mailbox";
import { exported } from "./planted";

// Each sets up a study of its own and waits for mail.
test.describe.configure({ timeout: 180_000 });

const { E2E_MAIL_URL: mail = "", E2E_PYTHON: python = "" } = process.env;
const RUN = Date.now().toString(36);
const OWN_PAGE = /https?:\/\/\S+\/me\/\S+/;

/** Somebody who has taken part for some days, at the page whose link came by mail. */
async function openOwnPage(
  page: Page,
  request: APIRequestContext,
  slug: string,
  isScripted = true,
): Promise<{ form: FormPage; link: string }> {
  const member = `${slug}@example.org`;
  setUpStudy(slug, { member });
  const form = new FormPage(page, isScripted);
  await form.open("/me");
  await form.expect("My participation");
  await page.getByLabel("Your e-mail address").fill(member);
  expect(await form.press("Send me the link")).toBe(200);
  await form.expect("Please check your inbox");
  const link = await new Mailbox(request, mail).link(member, OWN_PAGE);
  await form.open(link);
  await form.expect("My participation");
  return { form, link };
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with script" : "without script", () => {
    test.use({ javaScriptEnabled });

    test("a participant sees how they take part, and changes it", async ({ page, request }) => {
      const slug = `acts-${RUN}-${javaScriptEnabled ? "script" : "plain"}`;
      const { form, link } = await openOwnPage(page, request, slug, javaScriptEnabled);

      await expect(page.getByText(/^Day 5 of 14$/)).toBeVisible();
      await expect(page.getByText("How calm you were")).toHaveCount(2);
      await form.unfold("Settings");
      await page.locator("[name=time_zone]").selectOption("America/New_York");
      await page.locator("label", { hasText: "Deutsch" }).click();
      await form.press("Save");
      await form.expect("Meine Teilnahme");
      await form.open(`${link}?lang=en`);
      await form.unfold("Pause");
      await page.locator("[name=until]").fill("2020-01-01");
      expect(await form.press("Start the pause")).toBe(422);
      await form.expect("My participation");
      await page.locator("[name=until]").fill(inDays(5));
      await form.press("Start the pause");
      await expect(page.getByText(/^You have a pause\. We ask you again/)).toBeVisible();
      await form.press("End the pause now");
      await form.unfold("E-mails");
      await form.press("Stop the e-mails");
      await form.expect("My participation");
      await form.press("Send me e-mails again");
      await expect(page.getByRole("status").first()).toHaveText("You get our e-mails again.");
    });
  });
}

/** A local day as a field for days has it. */
function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

const READ_ANSWERS = `import csv, io, json, sys, zipfile
file = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
print(json.dumps(list(csv.DictReader(io.StringIO(file.read("answers.csv").decode())))))`;

type Row = Record<string, string>;

/** When each answered prompt was due, and its answer. */
function answersOf(rows: readonly Row[]): string[] {
  const answered = rows.filter(({ status }) => status === "answered");
  return answered.map(({ scheduled_utc, calm }) => `${scheduled_utc ?? ""} ${calm ?? ""}`);
}

test("the downloaded data are the participant's own, as in the export", async ({
  page,
  request,
}) => {
  const slug = `data-${RUN}`;
  const { link } = await openOwnPage(page, request, slug);

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download my data" }).click(),
  ]);

  expect(download.suggestedFilename()).toMatch(/\.zip$/);
  const file = await request.get(`${link}/data`);
  const { stdout } = spawnSync(python, ["-c", READ_ANSWERS], { input: await file.body() });
  const own = answersOf(JSON.parse(String(stdout)) as Row[]);
  expect(own).not.toEqual([]);
  expect(own).toEqual(answersOf(exported(slug)));
  expect(file.headers()["cache-control"]).toBe("no-store");
});

for (const [level, choice, button] of [
  ["stop", "Only ask me no more", "Leave the study"],
  ["forget", "Forget who I am", "Leave the study"],
  ["exclude", "Do not use my answers", "Leave the study"],
  ["erase", "Delete everything", "Delete everything"],
] as const) {
  test(`leaving by “${choice}” does what it says`, async ({ page, request }) => {
    const slug = `${level}-${RUN}`;
    const { form, link } = await openOwnPage(page, request, slug);
    const answered = () => exported(slug).filter(({ status }) => status === "answered").length;
    const before = answered();
    await form.follow("Leave the study");
    expect(await form.press("Go on")).toBe(422);
    await page.getByLabel(choice).check();
    await form.press("Go on");
    await form.expect("Are you sure?");

    await form.press(button);

    await form.expect("You have left the study");
    expect(before).toBeGreaterThan(0);
    expect(answered()).toBe(level === "stop" || level === "forget" ? before : 0);
    expect(await form.open(link)).toBe(level === "stop" ? 200 : 404);
    expect(await new Mailbox(request, mail).sentTo(`${slug}@example.org`)).not.toHaveLength(0);
  });
}

test("pressed twice, leaving says that it is done", async ({ page, request }) => {
  const { link } = await openOwnPage(page, request, `gone-${RUN}`);
  const post = () =>
    request.post(`${link}/leave`, {
      form: { level: "erase" },
      headers: { Origin: new URL(link).origin },
    });

  await post();
  const second = await post();

  expect(second.status()).toBe(404);
  expect(await second.text()).toContain("If you have just left the study, all has been done");
});

test("asking for a link says the same whatever the address", async ({ page }) => {
  const form = new FormPage(page);
  await form.open("/me");
  await page.getByLabel("Your e-mail address").fill("no address");
  expect(await form.press("Send me the link")).toBe(422);
  await page.getByLabel("Your e-mail address").fill(`nobody-${RUN}@example.org`);

  await form.press("Send me the link");

  await form.expect("Please check your inbox");
});
