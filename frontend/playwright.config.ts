import { defineConfig } from "@playwright/test";

const PHONE = { deviceScaleFactor: 2, hasTouch: true, isMobile: true } as const;
// What is looked at in every size; all else runs on one phone.
const IN_EVERY_SIZE = /@sizes/;
// What looks at much once more in another guise: left out beside the other checks of `make test`.
const LONG = /@long/;

/** Debian's Chromium in three sizes; the stack under test must be running at E2E_BASE_URL. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "../.state/e2e",
  reporter: [["list"]],
  // Journeys mostly wait for the stack; each has a prompt, a study or a mailbox of its own.
  workers: 2,
  retries: 0,
  grepInvert: process.env.E2E_SHORT ? LONG : [],
  timeout: 60_000,
  use: {
    baseURL: process.env.E2E_BASE_URL ?? "http://127.0.0.1:4321",
    locale: "en-GB",
    timezoneId: "Europe/Warsaw",
    screenshot: "only-on-failure",
    trace: "off",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-background-networking"],
    },
  },
  projects: [
    { name: "phone", use: { ...PHONE, viewport: { width: 390, height: 844 } } },
    {
      name: "small",
      grep: IN_EVERY_SIZE,
      use: { ...PHONE, viewport: { width: 360, height: 640 } },
    },
    { name: "desktop", grep: IN_EVERY_SIZE, use: { viewport: { width: 1280, height: 800 } } },
  ],
});
