import { expect, type Page, test } from "@playwright/test";

import { EVERY_KIND, SHORT } from "./every-kind";
import { press, showStep } from "./look-test";
import { plant } from "./planted";

const HELP = { en: "Take your time.", pl: "Bez pośpiechu." };

/** An item of every kind, each with help, on pages with titles. */
const WITH_HELP = {
  ...EVERY_KIND,
  pages: EVERY_KIND.pages.map((page) => ({
    ...page,
    title: { en: `Page ${page.name}`, pl: `Strona ${page.name}` },
    items: page.items.map((item) =>
      item.kind === "computed" || item.kind === "information" ? item : { ...item, help: HELP },
    ),
  })),
};

/** What a screen reader reads, in its order, of the page that shows the step. */
async function readAt(page: Page, link: string, step: string): Promise<string> {
  await showStep(page, link, step);
  return page.locator("body").ariaSnapshot();
}

/** What is seen further up than what is read before it. */
function outOfOrder(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const parts =
      "h1, h2, .progress-strip, legend, label, [id^=help-], [id^=error-], button, footer";
    const seen = [...document.querySelectorAll(parts)]
      .filter(
        (one) => one.checkVisibility() && one.closest(".progress-strip") !== one.parentElement,
      )
      .map((one) => ({ one, top: one.getBoundingClientRect().top }));
    return seen
      .filter(({ top }, at) => at > 0 && top < (seen[at - 1]?.top ?? 0) - 24)
      .map(({ one }) => one.textContent);
  });
}

/** How often the words stand in the text that is read, and how often they name something. */
function mentions(read: string, words: string): { asText: number; asName: number } {
  const lines = read.split("\n").filter((line) => line.includes(words));
  const named = lines.filter((line) => /^\s*- \w+ "/.test(line));
  return { asText: lines.length - named.length, asName: named.length };
}

test("what is read stands in the order that is seen, each question once and with its control", async ({
  page,
}) => {
  const { link } = plant(WITH_HELP);
  for (const { name, items } of WITH_HELP.pages) {
    const read = await readAt(page, link, name);

    expect(await outOfOrder(page), name).toEqual([]);
    const asked = items.filter(({ kind }) => kind !== "computed");
    const places = asked.map(({ text }) => read.indexOf(text.en));
    expect(places, read).toEqual([...places].sort((a, b) => a - b));
    for (const { kind, text } of asked) {
      const { asText, asName } = mentions(read, text.en);
      expect(asText, text.en).toBeLessThanOrEqual(1);
      expect(asName, text.en).toBe(kind === "information" ? 0 : 1);
    }
  }
});

test("a control is read with its help, what is wrong and that it may be left out", async ({
  page,
}) => {
  const { link } = plant(WITH_HELP);
  await showStep(page, link, "feeling");
  await press(page, "Next");
  await expect(page.getByRole("group", { name: "4 answers need another look" })).toBeFocused();

  const told = (fault: string) => `${HELP.en} ${fault}`;
  await expect(page.getByRole("slider", { name: "How do you feel?" })).toHaveAccessibleDescription(
    told("Please touch the line to answer."),
  );
  for (const [name, fault] of [
    ["Where are you between these?", "Please touch the grid to answer."],
    ["I feel well.", "Please choose a point on the scale."],
    ["How much do these fit?", "Please answer each row."],
  ] as const) {
    await expect(page.getByRole("group", { name })).toHaveAccessibleDescription(told(fault));
  }
  await showStep(page, link, "writing");
  await expect(page.locator("#answer-note")).toHaveAccessibleName("Anything else? Optional");
});

/** What has been said by itself since the page began. */
function said(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { said: string[] }).said);
}

function listen(): void {
  const heard: string[] = [];
  Object.assign(window, { said: heard });
  const onChange = (changes: MutationRecord[]) => {
    for (const { target } of changes) {
      const near = target instanceof Element ? target : target.parentElement;
      const text = near?.closest("[role=status], [role=alert], [aria-live]")?.textContent ?? "";
      if (text !== "") heard.push(text);
    }
  };
  new MutationObserver(onChange).observe(document, {
    ...{ subtree: true, childList: true, characterData: true },
  });
}

test("what changes by itself is said politely, and once", async ({ page }) => {
  await page.clock.install();
  await page.addInitScript(listen);
  await showStep(page, plant(SHORT).link, "where");
  const saved = page.locator(".save-indicator");

  await page.getByLabel("Work").check();
  await expect(saved).toHaveText("Saved");
  const sent = page.waitForResponse(
    (response) => response.request().postData()?.includes("busy day") ?? false,
  );
  await page.locator("#answer-note").fill("a busy day");
  await (await sent).finished();
  await page.clock.fastForward("56:00");
  await expect(page.locator(".time-notice")).toContainText("Less than 5 minutes left");
  await page.clock.runFor(10_000);
  await press(page, "Next");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();

  const heard = await said(page);
  expect(heard).toEqual([...new Set(heard)]);
  expect(heard).toEqual(["Saved", expect.stringContaining("Less than 5 minutes left")]);
  await expect(page.locator("[role=alert], [aria-live=assertive]")).toHaveCount(0);
});
