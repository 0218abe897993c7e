import { readFileSync } from "node:fs";

import type { Page } from "@playwright/test";

import list from "./pages.json" with { type: "json" };
import type { StepName } from "./steps";

/** A picture of the guide: where it is taken, and what is done there first. */
export interface Picture {
  name: string;
  /** Below the Admin's address; what stands in braces is the number of a planted row. */
  path: string;
  steps?: StepName;
  /** Where the steps end; the number of a row they made is not known before. */
  leadsTo?: string;
  /** What is shown at the top of the picture. */
  from?: string;
  /** What would be a secret. */
  mask?: string;
  /** In pixels, where less than the whole page is enough. */
  height?: number;
}

export const PICTURES = list as Picture[];

const {
  E2E_ADMIN_URL: admin = "",
  E2E_BASE_URL: site = "",
  E2E_API_URL: backend = "",
  DEVSTACK_STATE: state = "",
} = process.env;
export const FOLDER = "../docs/images/guide";
const WIDTH = 1280;
// The sidebar fits into it.
const LEAST = 800;
const MOST = 1000;

/** The address of a path in the stack; `{number}` stands for any. */
export function addressOf(path: string): string {
  const planted = JSON.parse(readFileSync(`${state}/guide.json`, "utf8")) as Record<string, number>;
  return admin + path.replace(/\{(\w+)\}/g, (all, name: string) => String(planted[name] ?? all));
}

/** Writes the picture of the page as it stands. */
export async function shoot(page: Page, picture: Picture, folder: string): Promise<void> {
  await page.setViewportSize({ width: WIDTH, height: LEAST });
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  const height = Math.min(Math.max(whole, LEAST), picture.height ?? MOST);
  await page.setViewportSize({ width: WIDTH, height });
  await page.evaluate(nameTheSite, [site, backend]);
  await page.evaluate(() => {
    scrollTo(0, 0);
  });
  if (picture.from) await page.locator(picture.from).first().evaluate(scrollToTheTop);
  const mask = picture.mask ? [page.locator(picture.mask)] : [];
  await page.screenshot({
    path: `${folder}/${picture.name}.png`,
    animations: "disabled",
    caret: "hide",
    mask,
    maskColor: "#94a3b8",
  });
}

function scrollToTheTop(element: Element): void {
  element.scrollIntoView({ block: "start", behavior: "instant" });
}

/** Writes one site's address where the page names those of the stack, which are others each time. */
function nameTheSite(stack: string[]): void {
  const named = (text: string) =>
    stack.reduce((all, one) => all.replaceAll(one, "https://esm.example.org"), text);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode as Text;
    if (text.data !== named(text.data)) text.data = named(text.data);
  }
  for (const input of document.querySelectorAll("input")) {
    if (input.value !== named(input.value)) input.value = named(input.value);
  }
}
