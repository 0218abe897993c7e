import { expect, type Locator, type Page } from "@playwright/test";

/** A page in the hands of somebody who has keys only, and looks where the focus is at each of them. */
export class KeyboardPage {
  constructor(readonly page: Page) {}

  /** Tab by Tab to what is to be used; the focus is seen all the way. */
  async reach(control: Locator, within = 60): Promise<void> {
    for (let step = 0; step < within; step += 1) {
      if (await control.evaluate((one) => one === document.activeElement)) return;
      await this.page.keyboard.press("Tab");
      expect(await this.focusAsSeen()).toBe("seen");
    }
    throw new Error("Tab never reached the control.");
  }

  /** Goes to the control and presses the keys there, or types what is none. */
  async use(selector: string, ...keys: string[]): Promise<void> {
    await this.reach(this.page.locator(selector));
    for (const key of keys) {
      if (/^[A-Z]/.test(key)) await this.page.keyboard.press(key);
      else await this.page.keyboard.type(key);
    }
  }

  async press(button: string): Promise<void> {
    await this.reach(this.page.getByRole("button", { name: button, exact: true }));
    await this.page.keyboard.press("Enter");
  }

  /** The focus has gone to the heading, where reading goes on, and is seen there. */
  async expectAtHeading(text: string): Promise<void> {
    await expect(this.page.getByRole("heading", { name: text })).toBeFocused();
    expect(await this.focusAsSeen()).toBe("seen");
  }

  /** Whether the focus has its outline, in sight and not below what stays at the top. */
  async focusAsSeen(): Promise<string> {
    return this.page.evaluate(() => {
      const one = document.activeElement ?? document.body;
      const isDrawn = (element: Element | null) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(element ?? document.body);
        return outlineStyle === "solid" && parseFloat(outlineWidth) >= 3;
      };
      const drawn = [one, one.parentElement].find(isDrawn);
      if (!drawn) return `no outline around ${one.outerHTML.slice(0, 120)}`;
      const { top, bottom } = drawn.getBoundingClientRect();
      const strip = document.querySelector(".progress-strip")?.getBoundingClientRect();
      const isBelow = strip !== undefined && top >= strip.top && bottom <= strip.bottom;
      return top >= innerHeight || bottom <= 0 || isBelow ? `hidden: ${one.outerHTML}` : "seen";
    });
  }
}
