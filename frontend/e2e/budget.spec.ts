import { brotliCompressSync, constants } from "node:zlib";

import { expect, test, type Page } from "@playwright/test";

import { Mailbox } from "./mailbox";
import { unansweredLink } from "./unanswered-link";

const { E2E_MAIL_URL: mail = "" } = process.env;
/** A first visit, its bytes as a proxy sends them: at the best what it can keep compressed. */
const BUDGETS = { everything: 115_000, scripts: 90_000, requests: 10 };

interface Loaded {
  name: string;
  isScript: boolean;
  bytes: number;
}

/** All that the browser fetches for a page it has not seen before, compressed with Brotli. */
async function firstLoad(page: Page, link: string): Promise<Loaded[]> {
  const loading: Promise<Loaded>[] = [];
  page.on("response", (response) => {
    const isKept = (response.headers()["cache-control"] ?? "").includes("immutable");
    const params = { [constants.BROTLI_PARAM_QUALITY]: isKept ? 11 : 5 };
    const loaded = response.body().then((body) => ({
      // The path of a page holds a token.
      name: new URL(response.url()).pathname.replace(/^\/s\/.*/, "the page itself"),
      isScript: response.request().resourceType() === "script",
      bytes: brotliCompressSync(body, { params }).byteLength,
    }));
    loading.push(loaded);
  });
  await page.goto(link, { waitUntil: "networkidle" });
  await page.waitForFunction(() => !document.querySelector("astro-island[ssr]"));
  return Promise.all(loading);
}

function told(files: readonly Loaded[], budget: number): string {
  const largest = [...files].sort((a, b) => b.bytes - a.bytes).slice(0, 3);
  const names = largest.map(({ name, bytes }) => `${name} with ${bytes} bytes`).join(", ");
  return `A first visit may take ${budget} bytes; the largest files are ${names}`;
}

test("the first visit keeps to its budget of bytes", async ({ page, browser, request }) => {
  const link = await unansweredLink(page, new Mailbox(request, mail));
  const fresh = await browser.newPage();

  const files = await firstLoad(fresh, link);

  const scripts = files.filter(({ isScript }) => isScript);
  for (const [chosen, budget] of [
    [files, BUDGETS.everything],
    [scripts, BUDGETS.scripts],
  ] as const) {
    const bytes = chosen.reduce((sum, file) => sum + file.bytes, 0);
    expect(bytes, told(chosen, budget)).toBeLessThanOrEqual(budget);
  }
  expect(files.length, "requests of a first visit").toBeLessThanOrEqual(BUDGETS.requests);
});
