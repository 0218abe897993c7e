import { expect, type Locator, type Page } from "@playwright/test";

import { expectAccessible } from "./accessible";

/** A participant's page in the browser, used as a person uses it. */
export class QuestionnairePage {
  constructor(readonly page: Page) {}

  /** Follows the link, a path or a whole address, and returns the page's status. */
  async follow(link: string): Promise<number> {
    const response = await this.page.goto(link);
    await this.page.waitForFunction(() => !document.querySelector("astro-island[ssr]"));
    return response?.status() ?? 0;
  }

  get beginButton(): Locator {
    return this.page.getByRole("main").getByRole("button");
  }

  get progress(): Locator {
    return this.page.getByRole("progressbar");
  }

  get timeNotice(): Locator {
    return this.page.locator(".time-notice");
  }

  get sendButton(): Locator {
    return this.page.locator("form button[type=submit]");
  }

  /** The control of an item: its first option, its line or its field. */
  control(item: string): Locator {
    return this.page.locator(`#answer-${item}`);
  }

  options(item: string): Locator {
    return this.page.locator(`input[type=radio][name="${item}"]`);
  }

  async openByTouch(): Promise<void> {
    await this.beginButton.tap();
    await expect(this.progress).toBeVisible();
  }

  async openByKeyboard(): Promise<void> {
    await this.focusByTab(this.beginButton);
    await this.page.keyboard.press("Enter");
    await expect(this.progress).toBeVisible();
  }

  /** Gives each item its answer by touch: an option's value, a place on a line, or a text. */
  async answerByTouch(answers: Readonly<Record<string, number | string>>): Promise<void> {
    for (const [item, answer] of Object.entries(answers)) {
      const type = await this.control(item).getAttribute("type");
      if (type === "radio") await this.chooseByTouch(item, Number(answer));
      else if (type === "range") await this.touchLine(item, Number(answer));
      else await this.control(item).fill(String(answer));
    }
  }

  /** Gives each item its answer by the keyboard alone. */
  async answerByKeyboard(answers: Readonly<Record<string, number | string>>): Promise<void> {
    for (const [item, answer] of Object.entries(answers)) {
      const type = await this.control(item).getAttribute("type");
      await this.focusByTab(this.control(item));
      if (type === "radio") await this.chooseByArrows(item, Number(answer));
      else if (type === "range") await this.moveMark(item, Number(answer));
      else await this.page.keyboard.type(String(answer));
    }
  }

  async sendByTouch(): Promise<void> {
    await this.sendButton.tap();
  }

  async sendByKeyboard(): Promise<void> {
    await this.focusByTab(this.sendButton);
    await this.page.keyboard.press("Enter");
  }

  /** The receipt on the page that says thank you. */
  async receipt(): Promise<string> {
    const receipt = this.page.locator("main .font-mono");
    await expect(receipt).toBeVisible();
    return receipt.innerText();
  }

  /** Fails with what axe finds on the page as it stands. */
  async expectAccessible(): Promise<void> {
    await expectAccessible(this.page);
  }

  private async chooseByTouch(item: string, value: number): Promise<void> {
    const option = this.page.locator(`input[name="${item}"][value="${value}"]`);
    await this.page.locator("label.choice", { has: option }).tap();
  }

  private async touchLine(item: string, value: number): Promise<void> {
    const { min, max } = await this.scaleOf(item);
    const line = this.page.locator(".line", { has: this.control(item) });
    await line.scrollIntoViewIfNeeded();
    const { width = 0, height = 0 } = (await line.boundingBox()) ?? {};
    const x = Math.min(width - 1, ((value - min) / (max - min)) * width);
    await line.tap({ position: { x, y: height / 2 } });
  }

  private async chooseByArrows(item: string, value: number): Promise<void> {
    await this.page.keyboard.press("Space");
    const options = await this.options(item).evaluateAll((inputs) =>
      inputs.map((input) => Number((input as HTMLInputElement).value)),
    );
    for (let step = 0; step < options.indexOf(value); step += 1) {
      await this.page.keyboard.press("ArrowDown");
    }
  }

  private async moveMark(item: string, value: number): Promise<void> {
    const { step, value: start } = await this.scaleOf(item);
    await this.page.keyboard.press("Space");
    const presses = Math.round((value - start) / step);
    const key = presses < 0 ? "ArrowLeft" : "ArrowRight";
    for (let press = 0; press < Math.abs(presses); press += 1) await this.page.keyboard.press(key);
  }

  private scaleOf(item: string) {
    return this.control(item).evaluate((input: HTMLInputElement) => {
      const { min, max, step, value } = input;
      return { min: Number(min), max: Number(max), step: Number(step), value: Number(value) };
    });
  }

  /** Presses Tab until the control has the focus, as a person without a pointer does. */
  private async focusByTab(control: Locator): Promise<void> {
    for (let step = 0; step < 200; step += 1) {
      if (await control.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press("Tab");
    }
    throw new Error("Tab never reached the control.");
  }
}
