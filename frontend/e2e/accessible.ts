import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** WCAG 2.2 AA, and what axe's authors advise beyond it. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Fails with what axe finds on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await faultsOn(page)).toEqual([]);
}

/** Fails with what axe finds in a part of the page, where the rest is not ours. */
export async function expectAccessiblePart(page: Page, part: string): Promise<void> {
  const axe = new AxeBuilder({ page }).include(part).withTags(RULES);
  expect(await faultsFoundBy(axe)).toEqual([]);
}

/** What axe finds on the page, by all rules or by some: the rule, and where. */
export async function faultsOn(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  return faultsFoundBy(rules ? axe.withRules(rules) : axe.withTags(RULES));
}

async function faultsFoundBy(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(" ")}`);
}

/** What axe finds by WCAG 2.2 AA alone, where a page is mostly the work of others. */
export async function wcagFaultsOn(page: Page): Promise<string[]> {
  const rules = RULES.filter((rule) => rule.startsWith("wcag"));
  // No script runs in such a frame, not even axe: it would wait for ever.
  const axe = new AxeBuilder({ page }).exclude("iframe[sandbox]").withTags(rules);
  return faultsFoundBy(axe);
}
