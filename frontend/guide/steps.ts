import { expect, type Page } from "@playwright/test";

const PEOPLE = `e-mail;language;time zone
ola@example.org;pl;
jan@example.org;Polish;Europe/London
person3@example.org;en;
emma@example;en;
ola@example.org;pl;
zofia@example.org;French;
`;
const LONG_MS = 600_000;

/** What is done on a page before its picture is taken. */
type Step = (page: Page) => Promise<void>;

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
}

async function openMenu(page: Page, name: string): Promise<void> {
  const menu = page.locator("summary", { hasText: name });
  await menu.click();
  await expect(menu.locator("xpath=..")).toHaveAttribute("open", "");
}

export type StepName =
  | "uploadPeople"
  | "checkPeople"
  | "typePeople"
  | "showAddress"
  | "findSomebody"
  | "writeMessage"
  | "tickPeople"
  | "openData"
  | "openContact"
  | "simulate"
  | "makeToken"
  | "waitForWork"
  | "makeStudy"
  | "answerOnPhone";

export const STEPS: Readonly<Record<StepName, Step>> = {
  async makeStudy(page) {
    await press(page, "Make the study");
    await expect(page.locator("#content").getByRole("heading", { name: "Set-up" })).toBeVisible();
  },
  async answerOnPhone(page) {
    const phone = page.frameLocator("iframe");
    await phone.getByRole("button", { name: "Start" }).click();
    await expect(phone.getByRole("slider").first()).toBeVisible();
  },
  async typePeople(page) {
    await page
      .locator("[name=lines]")
      .fill("ola@example.org\njan@example.org, pl, Europe/London\nemma@example.org, en\n");
  },
  async uploadPeople(page) {
    const file = { name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(PEOPLE) };
    await page.locator("input[type=file]").setInputFiles(file);
    await press(page, "Upload");
    await expect(page.getByRole("button", { name: "Check the lines" })).toBeVisible();
  },
  async checkPeople(page) {
    await STEPS.uploadPeople(page);
    await press(page, "Check the lines");
    await expect(page.getByRole("heading", { name: "The lines of the file" })).toBeVisible();
  },
  async showAddress(page) {
    await page
      .locator("#content form input[type=text]")
      .fill("Mail came back; asking for another.");
    await press(page, "Show the address");
    await expect(page.getByText("person3@example.org")).toBeVisible();
  },
  async findSomebody(page) {
    await page.locator("#content form input:not([type=hidden])").fill("person3@example.org");
    await press(page, "Look");
    await expect(page.getByRole("status")).toContainText("P0003");
  },
  async writeMessage(page) {
    await page.getByLabel("Subject").fill("Thank you for the first week");
    await page
      .getByLabel("Text")
      .fill("Hello,\n\nthank you for your answers. Your own page is here:\n\n{{portal}}\n");
    await press(page, "Preview");
    await expect(page.locator("#preview")).toBeVisible();
  },
  async tickPeople(page) {
    for (const row of [1, 2, 5]) await page.locator("input.action-select").nth(row).check();
    await expect(page.getByText("3 of 24 selected")).toBeVisible();
  },
  async openData(page) {
    await openMenu(page, "Data");
  },
  async openContact(page) {
    await openMenu(page, "Contact");
  },
  async makeToken(page) {
    await page.getByLabel("Name").fill("nightly copy");
    await press(page, "Make the token");
    await expect(page.locator("#new_token")).toBeVisible();
  },
  async waitForWork(page) {
    await expect(async () => {
      await page.reload();
      await expect(page.locator("#result_list").getByText("%")).toHaveCount(0, { timeout: 1000 });
    }).toPass({ timeout: LONG_MS });
  },
  async simulate(page) {
    await page.locator("[name=participants]").fill("5");
    await press(page, "Simulate");
    await expect(page.getByRole("link", { name: "Download" })).toBeVisible({ timeout: LONG_MS });
  },
};
