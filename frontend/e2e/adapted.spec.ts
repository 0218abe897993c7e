import { expect, type Locator, type Page, test } from "@playwright/test";

import { EVERY_KIND } from "./every-kind";
import { LONG_WORDS } from "./long-words";
import { expectToFit, keepPicture } from "./look";
import { showStep } from "./look-test";
import { plant } from "./planted";

function style(part: Locator, name: string): Promise<string> {
  return part.evaluate((one, asked) => getComputedStyle(one).getPropertyValue(asked), name);
}

/** The colours that the system has for these, on this page. */
function systemColors<Name extends string>(page: Page, ...names: Name[]) {
  return page.evaluate((asked) => {
    const probe = document.body.appendChild(document.createElement("i"));
    const colors = asked.map((name) => {
      probe.style.color = name;
      return [name, getComputedStyle(probe).color] as const;
    });
    probe.remove();
    return Object.fromEntries(colors) as Record<Name, string>;
  }, names);
}

test("what is drawn by colour alone is there in the system's own colours", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active", colorScheme: "dark" });
  const { link } = plant(EVERY_KIND);
  await showStep(page, link, "feeling");
  await page.locator("#answer-mood").press("ArrowRight");
  await page.locator("#answer-well").check();
  const system = await systemColors(page, "CanvasText", "Highlight", "ButtonText", "ButtonFace");

  expect(await style(page.locator(".line"), "background-image")).toContain(system.CanvasText);
  expect(await style(page.locator("progress"), "border-top-color")).toBe(system.CanvasText);
  expect(await style(page.locator("progress"), "border-top-width")).toBe("1px");
  const next = page.getByRole("button", { name: "Next" });
  expect(await style(next, "border-top-color")).toBe(system.Highlight);
  expect(await style(next, "color")).toBe(system.ButtonText);
  expect(await style(next, "background-color")).toBe(system.ButtonFace);
  expect(await style(next, "border-top-width")).toBe("2px");
  expect(await style(page.locator("#answer-well"), "appearance")).toBe("auto");
  await keepPicture(page, "phone", "forced-colors");
  await showStep(page, link, "choosing");
  await page.locator("#answer-place").check();
  await keepPicture(page, "phone", "forced-colors-choosing");
});

test("a chosen button is told from the others in the system's own colours", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
  await showStep(page, plant(LONG_WORDS).link, "buttons");
  await page.locator(".choice").nth(1).click();
  const { Highlight } = await systemColors(page, "Highlight");

  expect(await style(page.locator(".choice").nth(1), "background-color")).toBe(Highlight);
  expect(await style(page.locator(".choice").first(), "background-color")).not.toBe(Highlight);
  await keepPicture(page, "phone", "forced-colors-buttons");
});

test("who wants little motion sees none", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await showStep(page, plant(EVERY_KIND).link, "choosing");

  expect(await style(page.locator(".choice").first(), "transition-duration")).toBe("0s");
});

test("where words run from right to left, the page does as well", async ({ page }) => {
  const { link } = plant(EVERY_KIND);
  for (const { name } of EVERY_KIND.pages) {
    await showStep(page, link, name);
    await page.evaluate(() => (document.documentElement.dir = "rtl"));
    await expectToFit(page, `${name} from right to left`);
    await keepPicture(page, "phone", `rtl-${name}`);
  }
  await showStep(page, link, "feeling");
  await page.evaluate(() => (document.documentElement.dir = "rtl"));

  const line = page.locator(".line");
  const { width = 0 } = (await line.boundingBox()) ?? {};
  await line.click({ position: { x: width * 0.1, y: 20 } });
  await expect(page.locator("#answer-mood")).toHaveValue("90");
  const [first, last] = await Promise.all(
    [0, 4].map((at) => page.locator(".likert .point").nth(at).boundingBox()),
  );
  expect(first?.x).toBeGreaterThan(last?.x ?? Infinity);
});
