import { expect } from "@playwright/test";

import { expectToFit, keepPicture } from "./look";
import { post, postForm, press, showStep, submit, test } from "./look-test";
import { FATES } from "./world";

// One visit for each screen: what a test sees on its way is looked at as it comes.
test.describe.configure({ timeout: 180_000 });

const NOBODYS = "A".repeat(43);
const ENGLISH = "?lang=en";

test("the questionnaire @sizes", async ({ page, world, see }) => {
  await page.goto(world.fresh.link);
  await see("start");
  await showStep(page, world.every.link, "feeling");
  await see("feeling");
  await press(page, "Next");
  await expect(page.getByRole("group", { name: "4 answers need another look" })).toBeFocused();
  await see("faults");
  for (const step of ["choosing", "writing", "time", "last"]) {
    await showStep(page, world.every.link, step);
    await see(step);
  }
  await showStep(page, world.byItem.link, "doing");
  await see("one-question");
});

test("long words, at usual and at twice the size @sizes", async ({ page, world, see }, info) => {
  await showStep(page, world.long.link, "words");
  await see("long-words");

  await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));

  await expectToFit(page, "words at twice the size");
  await keepPicture(page, info.project.name, "long-words-200");
});

test("what is said at the end of a questionnaire @sizes", async ({ page, world, see, context }) => {
  await page.clock.install();
  await showStep(page, world.sent.link, "where");
  await page.getByText("Work").click();
  await press(page, "Next");
  await page.clock.fastForward("56:00");
  await expect(page.locator(".time-notice")).not.toBeEmpty();
  await see("skipped-and-late");
  await page.getByText("Home").click();
  await press(page, "Next");
  await context.setOffline(true);
  await press(page, "Send answers");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("saved on this device");
  await see("kept");
  await context.setOffline(false);
  await expect(page.locator("main .font-mono")).toBeVisible();
  await see("thanks");
  await page.reload();
  await see("answered");
});

test("links that lead nowhere", async ({ page, world, see }) => {
  for (const fate of FATES) {
    await page.goto(world[fate].link);
    await see(`closed-${fate}`);
  }
  for (const [name, address] of Object.entries({
    "unknown-link": `/s/${NOBODYS}`,
    "no-page": "/nothing-here",
    "unknown-study": "/join/nobody-knows-it",
    "unknown-own": `/me/${NOBODYS}`,
    "own-expired": world.member.expired,
  })) {
    await page.goto(address);
    await see(name);
  }
  await showStep(page, world.every.link, "writing");
  await postForm(page, (form) => (form.enctype = "text/plain"));
  await see("unreadable");
  await showStep(page, world.every.link, "writing");
  await postForm(page, (form) => {
    form.querySelector<HTMLInputElement>('[name=":version"]')?.setAttribute("value", "7");
    form.append(Object.assign(document.createElement("input"), { name: ":to", value: "next" }));
  });
  await see("other-version");
});

test("pages behind links in mails @sizes", async ({ page, world, see }) => {
  await page.goto(world.expired.link);
  await see("closed");
  await page.goto(world.member.unsubscribe);
  await see("unsubscribe");
  await page.goto(world.fresh.later);
  await see("later");
  await page.goto(world.member.event);
  await see("event");
  await post(page, world.member.event, ":to=start");
  await page.goto(world.member.event);
  await see("event-reported");
});

test("joining @sizes", async ({ page, world, see }) => {
  await page.goto(world.join + ENGLISH);
  await see("join-information");
  await page.getByRole("link", { name: "Go on" }).click();
  await page.locator("[name=age]").fill("12");
  await see("join-questions");
  await submit(page, "Go on");
  await see("join-not-fitting");
  await page.goBack();
  await page.locator("[name=age]").fill("30");
  await submit(page, "Go on");
  await see("join-consent");
  await submit(page, /I agree/);
  await see("join-consent-faults");
  await page.getByLabel(/My answers may be used/).check();
  await page.getByLabel("Your e-mail address").fill(`look-${Date.now()}@example.org`);
  await submit(page, /I agree/);
  await see("join-mail");
  await page.goto(world.full);
  await see("join-full");
});

test("confirming @sizes", async ({ page, world, see }) => {
  await page.goto(world.joining.confirm);
  await page.locator("summary").click();
  await see("confirm");
  await submit(page, "Take part");
  await see("confirm-faults");
  for (const [group, from, to] of [
    ["weekdays", "07:00", "23:00"],
    ["weekend", "09:00", "23:30"],
  ] as const) {
    await page.fill(`[name=${group}_from]`, from);
    await page.fill(`[name=${group}_to]`, to);
  }
  await submit(page, "Take part");
  await see("welcome");
});

test("the own page @sizes", async ({ page, world, see }) => {
  await page.goto(`/me${ENGLISH}`);
  await see("own-ask");
  await page.getByLabel("Your e-mail address").fill("nobody@example.org");
  await submit(page, "Send me the link");
  await see("own-sent");
  await page.goto(world.member.own);
  await see("own");
  for (const fold of await page.locator("summary").all()) await fold.click();
  await see("own-unfolded");
  await page.getByRole("link", { name: "Leave the study" }).click();
  await see("leave");
  await submit(page, "Go on");
  await see("leave-no-choice");
  await page.getByLabel("Delete everything").check();
  await submit(page, "Go on");
  await see("leave-sure");
  await submit(page, "Delete everything");
  await see("left");
});
