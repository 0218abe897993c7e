import { readFile } from "node:fs/promises";

import { expect, type Page } from "@playwright/test";

/** The Admin in a researcher's browser. */
export class AdminPage {
  constructor(
    readonly page: Page,
    private readonly address: string,
  ) {}

  async logIn(email: string, password: string): Promise<void> {
    await this.page.goto(this.address);
    await this.page.locator("[name=username]").fill(email);
    await this.page.locator("[name=password]").fill(password);
    await this.page.locator("form button[type=submit]").click();
    await expect(this.page.locator("[name=password]")).toHaveCount(0);
  }

  /** Sets up a study in English and Polish that asks the questionnaire at the listed times. */
  async addStudy(study: {
    name: string;
    questionnaire: string;
    timeZone: string;
    times: string;
  }): Promise<void> {
    await this.page.goto(`${this.address}studies/study/add/`);
    await this.fill("name", study.name);
    await this.fill("title_en", `${study.name} in English`);
    await this.fill("title_pl", `${study.name} po polsku`);
    await this.page.locator("[name=languages][value=en]").check();
    await this.page.locator("[name=languages][value=pl]").check();
    await this.fill("time_zone", study.timeZone);
    await this.fill("contact_name", "Dr Anna Nowak");
    await this.fill("contact_email", "anna.nowak@example.org");
    await this.page.locator("[name=start_rule]").selectOption("same_day");
    await this.page.getByRole("link", { name: /add another schedule/i }).click();
    await this.fill("schedules-0-name", "now");
    await this.page
      .locator("[name=schedules-0-questionnaire]")
      .selectOption({ label: study.questionnaire });
    await this.page.locator("[name=schedules-0-kind]").selectOption("fixed");
    await this.fill("schedules-0-days", "1");
    await this.fill("schedules-0-times", study.times);
    await this.fill("schedules-0-response_window_minutes", "60");
    await this.page.locator("[name=_continue]").click();
    await this.expectMessage(/was added successfully/);
  }

  /** Pastes participants, one a line, on the page of the study that is open. */
  async addParticipants(lines: readonly string[]): Promise<void> {
    await this.openMenu("Participants");
    await this.page.getByRole("link", { name: "Add participants" }).click();
    await this.fill("lines", lines.join("\n"));
    await this.page.getByRole("button", { name: "Enrol" }).click();
  }

  async back(): Promise<void> {
    await this.page.getByRole("link", { name: "Back" }).click();
  }

  async launch(): Promise<void> {
    await this.page.getByRole("link", { name: /Launch$/ }).click();
    await this.page.getByRole("button", { name: "Launch" }).click();
  }

  async expectMessage(text: RegExp | string): Promise<void> {
    await expect(this.page.getByText(text).first()).toBeVisible();
  }

  /** The text of the CSV file behind the export button of the study that is open. */
  async exportCsv(): Promise<string> {
    await this.openMenu("Data");
    const [download] = await Promise.all([
      this.page.waitForEvent("download"),
      this.page.getByRole("link", { name: "Export CSV" }).click(),
    ]);
    return readFile(await download.path(), "utf8");
  }

  /** Opens one of the menus above the page by the keyboard. */
  private async openMenu(name: string): Promise<void> {
    const menu = this.page.locator("summary", { hasText: name });
    await menu.focus();
    await menu.press("Enter");
  }

  private async fill(name: string, value: string): Promise<void> {
    await this.page.locator(`[name="${name}"]`).fill(value);
  }
}
