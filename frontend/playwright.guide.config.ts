import { defineConfig } from "@playwright/test";

/** Debian's Chromium as a researcher sits before it; the stack must be running and planted. */
export default defineConfig({
  testDir: "guide",
  outputDir: "../.state/guide-failures",
  reporter: [["list"]],
  workers: 1,
  retries: 0,
  timeout: 700_000,
  use: {
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    locale: process.env.GUIDE_LOCALE ?? "en-GB",
    timezoneId: "Europe/Warsaw",
    colorScheme: "light",
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-background-networking"],
    },
  },
});
