import { expect, test } from "@playwright/test";

import { FormPage } from "./form-page";
import { setUpStudy } from "./joinable-study";
import { Mailbox } from "./mailbox";

// Each sets up a study of its own and waits for mail.
test.describe.configure({ timeout: 180_000 });

const { E2E_MAIL_URL: mail = "" } = process.env;
const RUN = Date.now().toString(36);
const CONFIRMING = /https?:\/\/\S+\/join\/\S+/;
const OWN_PAGE = /https?:\/\/\S+\/me\/\S+/;

const HOURS = {
  weekdays_from: "07:00",
  weekdays_to: "23:00",
  weekend_from: "09:00",
  weekend_to: "01:00",
};

/** Agrees to what is needed and gives an address. */
async function agree(form: FormPage, address: string): Promise<void> {
  await form.page.getByLabel(/My answers may be used/).check();
  await form.page.getByLabel("Your e-mail address").fill(address);
  expect(await form.press(/I agree/)).toBe(200);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with script" : "without script", () => {
    test.use({ javaScriptEnabled });

    test("somebody joins, from the information to their own page", async ({ page, request }) => {
      const slug = `all-${RUN}-${javaScriptEnabled ? "script" : "plain"}`;
      const address = `${slug}@gmail.com`;
      setUpStudy(slug, { questions: true, hours: true });
      const form = new FormPage(page, javaScriptEnabled);

      expect(await form.open(`/join/${slug}`)).toBe(200);
      await form.expect("A week of feelings");
      await form.follow("Go on");
      await form.expect("A few questions first");
      await page.locator("[name=age]").fill("30");
      await form.press("Go on");
      await form.expect("Your consent");
      expect(await form.press(/I agree/)).toBe(422);
      await expect(page.getByText("2 things need another look")).toBeVisible();
      await agree(form, address);
      await form.expect("Please check your inbox");
      await form.open(await new Mailbox(request, mail).link(address, CONFIRMING));
      await form.expect("Almost done");
      expect(await form.press("Take part")).toBe(422);
      await expect(page.locator("#errors")).toContainText("Monday to Friday: Please enter both");
      for (const [field, time] of Object.entries(HOURS)) await page.fill(`[name=${field}]`, time);
      await form.press("Take part");
      await form.expect("Welcome! You take part now.");
      await expect(page.getByText(/^Gmail:/)).toBeVisible();
      await form.follow("My participation");
      await form.expect("My participation");
      await form.unfold("Settings");
      await expect(page.locator("[name=weekend_to]")).toHaveValue("01:00");
    });
  });
}

test("the device's time zone is proposed, and asked about", async ({ browser, request }) => {
  const slug = `zone-${RUN}`;
  setUpStudy(slug);
  const page = await browser.newPage({ timezoneId: "America/New_York" });
  const form = new FormPage(page);
  await form.open(`/join/${slug}?next`);
  await agree(form, `${slug}@example.org`);

  await form.open(await new Mailbox(request, mail).link(`${slug}@example.org`, CONFIRMING));

  await expect(page.locator("[name=time_zone]")).toHaveValue("America/New_York");
  await expect(page.getByText("Your device says America/New_York. Is that right?")).toBeVisible();
});

test("who does not fit is told so, and can go back in the browser", async ({ page }) => {
  const slug = `young-${RUN}`;
  setUpStudy(slug, { questions: true });
  const form = new FormPage(page);
  await form.open(`/join/${slug}?next`);
  await page.locator("[name=age]").fill("12");

  await form.press("Go on");

  await form.expect("Thank you for your interest");
  await page.goBack();
  await form.expect("A few questions first");
});

test("a full study and an unknown one have pages of their own", async ({ page }) => {
  setUpStudy(`full-${RUN}`, { places: 1, member: `only-${RUN}@example.org` });
  const form = new FormPage(page);

  expect(await form.open(`/join/full-${RUN}`)).toBe(200);
  await form.expect("All places are taken");
  expect(await form.open("/join/nobody-knows-it")).toBe(404);
  await form.expect("We do not know this study");
  expect(await form.open(`/join/full-${RUN}/${"A".repeat(40)}`)).toBe(404);
  await form.expect("We do not know this link");
});

test("an address that takes part already gets the link to its own page", async ({
  page,
  request,
}) => {
  const member = `member-${RUN}@example.org`;
  setUpStudy(`known-${RUN}`, { member });
  const form = new FormPage(page);
  await form.open(`/join/known-${RUN}?next`);

  await agree(form, member);

  await form.expect("Please check your inbox");
  await form.open(await new Mailbox(request, mail).link(member, OWN_PAGE));
  await form.expect("My participation");
});

test("confirmed twice, or looked at again, one takes part once", async ({ page, request }) => {
  const slug = `twice-${RUN}`;
  setUpStudy(slug);
  const form = new FormPage(page);
  await form.open(`/join/${slug}?next`);
  await agree(form, `${slug}@example.org`);
  const link = await new Mailbox(request, mail).link(`${slug}@example.org`, CONFIRMING);
  await form.open(link);
  const fields = { language: "en", time_zone: "Europe/Warsaw" };
  const headers = { Origin: new URL(link).origin };

  const answers = await Promise.all(
    [1, 2].map(() => request.post(link, { form: fields, headers })),
  );

  expect(answers.map((answer) => answer.status())).toEqual([200, 200]);
  for (const answer of answers) expect(await answer.text()).toContain("You take part now.");
  await form.open(link);
  await form.expect("You take part in this study");
});

test("bodies that are none of ours are refused by pages that say so", async ({ request }) => {
  setUpStudy(`bodies-${RUN}`);
  const address = `/join/bodies-${RUN}`;
  const base = process.env.E2E_BASE_URL ?? "http://127.0.0.1:4321";
  const headers = { Origin: base, "Content-Type": "application/x-www-form-urlencoded" };

  const large = await request.post(address, { headers, data: `email=${"x".repeat(10_000_000)}` });
  const json = await request.post(address, { headers: { Origin: base }, data: { email: "x" } });
  const foreign = await request.post(address, {
    headers: { ...headers, Origin: "https://elsewhere.example" },
    data: ":act=request",
  });

  expect([large.status(), json.status(), foreign.status()]).toEqual([413, 415, 403]);
  expect(await large.text()).toContain("too much at once");
});
