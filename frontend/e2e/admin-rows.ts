import type { Page } from "@playwright/test";

/** The address of the first row of a list that fits, up to what is done with it. */
export async function firstRow(
  page: Page,
  admin: string,
  list: string,
  search = "",
): Promise<string> {
  await page.goto(`${admin}${list}?q=${encodeURIComponent(search)}`);
  const row = page.locator(`a[href*="/${list}"][href*="/change/"]`).first();
  const own = (await row.getAttribute("href")) ?? "";
  return new URL(own, admin).href.replace(/change\/.*$/, "");
}
