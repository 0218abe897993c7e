import { type Page, test as base } from "@playwright/test";

import { look } from "./look";
import { makeWorld, type World } from "./world";

interface Looking {
  /** Looks at the screen as it stands. */
  see: (name: string) => Promise<void>;
}

/** Tests that look at screens of one world, made once for all of them. */
export const test = base.extend<Looking, { world: World }>({
  world: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names from the pattern
    async ({}, provide) => {
      await provide(makeWorld());
    },
    { scope: "worker", timeout: 180_000 },
  ],
  see: async ({ page }, provide, { project }) => {
    await provide((name) => look(page, project.name, name));
  },
});

const FORM = "application/x-www-form-urlencoded";

/** Opens the prompt, by the form on its page, and shows the step. */
export async function showStep(page: Page, link: string, step: string): Promise<void> {
  await post(page, link, ":to=start&:version=1");
  await page.goto(`${link}?page=${step}`);
  await page.waitForFunction(() => !document.querySelector("astro-island[ssr]"));
}

/** Posts to the link, as the form on its page does. */
export async function post(page: Page, link: string, fields: string): Promise<void> {
  const headers = { "Content-Type": FORM, Origin: new URL(link).origin };
  await page.request.post(link, { headers, data: fields, maxRedirects: 0 });
}

/** Posts the form on the page past its script, as `change` makes it, and shows what comes of it. */
export async function postForm(page: Page, change: (form: HTMLFormElement) => void) {
  await page.locator("form").evaluate(change);
  await Promise.all([
    page.waitForEvent("load"),
    page.locator("form").evaluate((form: HTMLFormElement) => {
      form.submit();
    }),
  ]);
}

export async function press(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole("button", { name }).click();
}

/** Presses a button of a form and waits for what comes of it. */
export async function submit(page: Page, name: string | RegExp): Promise<void> {
  await Promise.all([page.waitForEvent("load"), press(page, name)]);
}
