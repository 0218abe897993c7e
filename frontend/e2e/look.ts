import { expect, type Page } from "@playwright/test";

import { faultsOn } from "./accessible";

/** A finger's width, in CSS pixels. */
const FINGER = 44;
const NARROWEST = 320;

/**
 * Looks at the screen as it stands: what axe finds in light and in dark, whether all of it fits and
 * whether a finger meets each target. What axe finds is the same in every size, and asked in one.
 * The pictures are kept in `.state/look`, by project.
 */
export async function look(page: Page, project: string, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  if (project === "phone") expect.soft(await faultsOn(page), `${name}: axe`).toEqual([]);
  await keepPicture(page, project, name);
  expect.soft(await smallTargets(page), `${name}: targets`).toEqual([]);
  await expectToFit(page, name);
  if (project === "phone") await inTheDark(page, project, name);
  if (project === "small") await atTheNarrowest(page, project, name);
}

async function inTheDark(page: Page, project: string, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: "dark" });
  expect.soft(await faultsOn(page, ["color-contrast"]), `${name}, dark`).toEqual([]);
  await keepPicture(page, project, `${name}-dark`);
}

export async function keepPicture(page: Page, project: string, name: string): Promise<void> {
  await page.screenshot({ path: `../.state/look/${project}/${name}.png`, fullPage: true });
}

/** Fails where the page is wider than what shows it. */
export async function expectToFit(page: Page, name: string): Promise<void> {
  const width = page.viewportSize()?.width ?? 0;
  expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), name).toBe(width);
}

async function atTheNarrowest(page: Page, project: string, name: string): Promise<void> {
  const usual = page.viewportSize() ?? { width: 0, height: 0 };
  await page.setViewportSize({ width: NARROWEST, height: usual.height });
  await expectToFit(page, `${name} at ${NARROWEST} pixels`);
  await keepPicture(page, project, `${name}-${NARROWEST}`);
  await page.setViewportSize(usual);
}

/** What can be touched and is too small for a finger; links in running text may be. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const controls = "a[href], button, summary, select, textarea, input:not([type=hidden])";
    const isInText = (one: Element) =>
      one.tagName === "A" && getComputedStyle(one).display === "inline";
    const touched = (one: Element) => one.closest("label, .line, .affect-fields") ?? one;
    return [...document.querySelectorAll(controls)]
      .filter((one) => one.checkVisibility() && !isInText(one))
      .map((one) => ({ one, box: touched(one).getBoundingClientRect() }))
      .filter(({ box }) => Math.min(box.width, box.height) < least - 0.5)
      .map(({ one, box }) => `${one.outerHTML.slice(0, 120)} ${box.width} x ${box.height}`);
  }, FINGER);
}
