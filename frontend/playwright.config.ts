import { defineConfig } from "@playwright/test";

/** Debian's Chromium as a phone; the stack under test must be running at E2E_BASE_URL. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "../.state/e2e",
  reporter: [["list"]],
  workers: 1,
  retries: 0,
  timeout: 60_000,
  use: {
    baseURL: process.env.E2E_BASE_URL ?? "http://127.0.0.1:4321",
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
    locale: "en-GB",
    timezoneId: "Europe/Warsaw",
    screenshot: "only-on-failure",
    trace: "off",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-background-networking"],
    },
  },
});
