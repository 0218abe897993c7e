import { expect, type Page } from "@playwright/test";

import { expectAccessible } from "./accessible";

/** A page of ours that is a plain form, used as a person uses it, with script or without. */
export class FormPage {
  constructor(
    readonly page: Page,
    /** Axe is a script itself; the page without script is the same. */
    private readonly isScripted = true,
  ) {}

  /** Opens the address and returns the page's status. */
  async open(address: string): Promise<number> {
    const response = await this.page.goto(address);
    return response?.status() ?? 0;
  }

  /** Presses the button and returns the status of what came, or of where it led. */
  async press(name: string | RegExp): Promise<number> {
    const [response] = await Promise.all([
      this.page.waitForResponse(
        (answer) => answer.request().isNavigationRequest() && answer.status() !== 303,
      ),
      this.page.getByRole("button", { name }).click(),
    ]);
    await this.page.waitForLoadState();
    return response.status();
  }

  async follow(name: string | RegExp): Promise<void> {
    await this.page.getByRole("link", { name }).click();
  }

  async unfold(name: string): Promise<void> {
    await this.page.locator("summary", { hasText: name }).click();
  }

  /** The page says this in its heading, and axe finds nothing on it. */
  async expect(heading: string): Promise<void> {
    await expect(this.page.getByRole("heading", { level: 1 })).toHaveText(heading);
    if (this.isScripted) await expectAccessible(this.page);
  }
}
