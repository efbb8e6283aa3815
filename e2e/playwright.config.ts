import { defineConfig } from "playwright/test";

import { browserArguments, findBrowser } from "./support/find-browser.mjs";

const executablePath = findBrowser();

export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  // Each has its own Redis, workers and dashboard, and waits most of its time.
  workers: 2,
  forbidOnly: true,
  // Two cores that others use too can stall for seconds; no test asserts a time.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: {
    browserName: "chromium",
    launchOptions: { args: browserArguments, ...(executablePath === null ? {} : { executablePath }) },
    trace: "retain-on-failure",
  },
  projects: [
    { name: "desktop", testIgnore: "**/*.phone.spec.ts", use: { viewport: { width: 1440, height: 900 } } },
    {
      name: "phone",
      testMatch: "**/*.phone.spec.ts",
      use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    },
  ],
});
