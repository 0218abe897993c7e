import { expect, test } from "@playwright/test";

import { QuestionnairePage } from "./questionnaire-page";

const UNKNOWN = `/s/${"A".repeat(43)}`;

for (const [what, link] of [
  ["a link nobody was sent", UNKNOWN],
  ["a malformed link", "/s/abc"],
  ["a permanent link nobody was sent", `/e/${"A".repeat(48)}`],
] as const) {
  test(`${what} leads to a kind page that says so`, async ({ page }) => {
    const questionnaire = new QuestionnairePage(page);

    const status = await questionnaire.follow(link);

    expect(status).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("We do not know this link");
    await questionnaire.expectAccessible();
  });
}

test("an unknown link is explained in the language of the browser", async ({ browser }) => {
  const page = await browser.newPage({ locale: "pl-PL" });

  await page.goto(UNKNOWN);

  await expect(page.locator("html")).toHaveAttribute("lang", "pl");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nie znamy tego linku");
});

for (const address of [UNKNOWN, UNKNOWN.replace("/s/", "/e/")]) {
  const kind = address.slice(0, 3);
  test(`a page under ${kind} is kept from caches, frames, referrers and robots`, async ({
    request,
  }) => {
    const response = await request.get(address);

    expect(response.headers()).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "same-origin",
      "x-content-type-options": "nosniff",
      "x-robots-tag": "noindex, nofollow",
    });
    const policy = response.headers()["content-security-policy"] ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
  });
}
