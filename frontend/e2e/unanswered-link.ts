import type { Page } from "@playwright/test";

import type { Mailbox } from "./mailbox";

/** A prompt of the demo that nobody answered yet: to look at it changes nothing. */
export async function unansweredLink(page: Page, mailbox: Mailbox): Promise<string> {
  for (const link of await mailbox.links()) {
    await page.goto(link);
    if ((await page.locator("astro-island").count()) > 0) return link;
  }
  throw new Error("every prompt of the demo is answered");
}
