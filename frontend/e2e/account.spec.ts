import { type Browser, expect, type Page, test } from "@playwright/test";

import { expectAccessiblePart } from "./accessible";
import { AdminPage } from "./admin-page";

const {
  E2E_ADMIN_URL: admin = "",
  E2E_EMAIL: email = "",
  E2E_PASSWORD: password = "",
} = process.env;
// Around it is Unfold's.
const OURS = ".account";
const OWN_PASSWORD = "a lake behind the house";
// Passkeys are bound to a name: an address in numbers has none.
const named = admin.replace("127.0.0.1", "localhost");

// As researchers sit before it.
test.use({ viewport: { width: 1280, height: 900 }, hasTouch: false, isMobile: false });

/** A new account, made in the Admin by who may; its address. */
async function addResearcher(browser: Browser): Promise<string> {
  const page = await browser.newPage();
  const address = `eve-${Date.now().toString(36)}@example.org`;
  await new AdminPage(page, admin).logIn(email, password);
  await page.goto(`${admin}accounts/researcher/add/`);
  await page.locator("[name=email]").fill(address);
  await page.locator("[name=password1]").fill(OWN_PASSWORD);
  await page.locator("[name=password2]").fill(OWN_PASSWORD);
  await page.locator("[name=_continue]").click();
  await expect(page.getByText(/was added successfully/)).toBeVisible();
  await page.close();
  return address;
}

/** Puts a key into the browser that answers by itself, with its owner's finger on it. */
async function plugInKey(page: Page): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  await browser.send("WebAuthn.enable");
  await browser.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      ...{ protocol: "ctap2", transport: "internal", automaticPresenceSimulation: true },
      ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
    },
  });
}

async function typePassword(page: Page, address: string): Promise<void> {
  await page.goto(`${named}login/`);
  await page.locator("[name=username]").fill(address);
  await page.locator("[name=password]").fill(OWN_PASSWORD);
  await page.getByRole("button", { name: "Log in" }).click();
}

async function logOut(page: Page): Promise<void> {
  await page.locator("#logout-form").evaluate((form: HTMLFormElement) => {
    form.submit();
  });
  await page.waitForURL(/logout/);
}

test("a passkey is added, is asked for after the password, and opens alone", async ({
  browser,
  page,
}) => {
  const address = await addResearcher(browser);
  await plugInKey(page);
  await typePassword(page, address);

  await page.goto(`${named}account/passkey/`);
  await expectAccessiblePart(page, OURS);
  await page.getByLabel("Name").fill("work laptop");
  await page.getByRole("button", { name: "Add the passkey" }).click();
  await page.getByRole("button", { name: "Make ten codes" }).click();
  await expect(page.locator(".codes li")).toHaveCount(10);
  await expectAccessiblePart(page, OURS);

  await logOut(page);
  await typePassword(page, address);
  await expect(page.getByText("The password was right.")).toBeVisible();
  await expectAccessiblePart(page, OURS);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await page.waitForURL(named);

  await logOut(page);
  await page.goto(`${named}login/`);
  await page.getByRole("link", { name: "Log in with a passkey" }).click();
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await page.waitForURL(named);
  await page.goto(`${named}account/`);
  await expect(page.getByText("work laptop")).toBeVisible();
  await expectAccessiblePart(page, OURS);
  await page.goto(`${named}account/authenticator/`);
  await expectAccessiblePart(page, OURS);
});

test("a browser without a fitting key says so and keeps the password's way open", async ({
  page,
}) => {
  await plugInKey(page);
  await page.goto(`${named}login/passkey/`);

  await page.getByRole("button", { name: "Use a passkey" }).click();

  await expect(page.getByRole("alert")).toHaveText(/No passkey was used/);
  await expect(page.getByRole("link", { name: "Log in with a password" })).toBeVisible();
});
