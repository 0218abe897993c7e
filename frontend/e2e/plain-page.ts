import { expect, type Locator, type Page } from "@playwright/test";

/** A participant's page where no script runs: fields by their names, and the buttons of a form. */
export class PlainPage {
  constructor(readonly page: Page) {}

  field(name: string): Locator {
    return this.page.locator(`[name="${name}"]:visible`);
  }

  async start(link: string): Promise<void> {
    await this.page.goto(link);
    await this.press("start");
    await expect(this.page.locator("progress")).toBeVisible();
  }

  /** Gives each field its value: a choice, an entry of a list, or words. */
  async fill(values: Readonly<Record<string, string | readonly string[]>>): Promise<void> {
    for (const [name, value] of Object.entries(values)) {
      for (const one of typeof value === "string" ? [value] : value) await this.give(name, one);
    }
  }

  /** Presses the button and waits for what comes. */
  async press(to: "start" | "next" | "back"): Promise<number> {
    const [response] = await Promise.all([
      this.page.waitForResponse((one) => one.request().method() === "POST"),
      this.page.waitForEvent("load"),
      this.page.locator(`button[value="${to}"]`).click(),
    ]);
    return response.status();
  }

  /** The names of the items on the page. */
  async shown(): Promise<string[]> {
    const fields = this.page.locator('input[name=":shown"]');
    return fields.evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
  }

  get errors(): Locator {
    return this.page.locator("[id^=error-]");
  }

  get heading(): Locator {
    return this.page.getByRole("heading", { level: 1 });
  }

  async receipt(): Promise<string> {
    return this.page.locator("main .font-mono").innerText();
  }

  private async give(name: string, value: string): Promise<void> {
    const field = this.page.locator(`[name="${name}"]`);
    const kind = await field
      .first()
      .evaluate((one) => `${one.tagName} ${one.getAttribute("type")}`);
    if (kind.startsWith("SELECT")) await field.selectOption(value);
    else if (/radio|checkbox/.test(kind)) {
      await this.page.locator(`[name="${name}"][value="${value}"]`).check();
    } else await field.fill(value);
  }
}
