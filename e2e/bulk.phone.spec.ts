import { BulkPage } from "./pages/bulk-page";
import { expectNoViolations } from "./support/axe";
import { openFullQueue } from "./support/full-queue";
import { expect, test } from "./support/stack-test";

test("on a phone jobs are selected, previewed and acted on, and nothing leaves the screen", async ({ page, stack }) => {
  const full = await openFullQueue(stack.redis.url, 40);
  const bulk = new BulkPage(page);
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await bulk.openJobs(stack.dashboard.url, full.queue, "delayed");
  await bulk.select("mail-0", "mail-1");
  await expect(bulk.bar).toContainText("2 selected");
  await expectNoViolations(page);
  expect(await overflow()).toBeLessThanOrEqual(0);
  await bulk.bar.getByRole("button", { name: "Select all 40 that match" }).click();
  await bulk.choose("Promote…");
  await bulk.dialog.getByLabel("Type 40 to confirm").fill("40");
  await expectNoViolations(page);
  await bulk.dialog.getByRole("button", { name: "Promote 40 jobs" }).click();

  await expect(bulk.progress).toContainText("40 of 40 done.");
  expect(await overflow()).toBeLessThanOrEqual(0);
  await expectNoViolations(page);
  await page.goto(`${stack.dashboard.url}/c/default/activity`);
  await page.getByRole("link", { name: "Progress and results" }).click();
  await expect(bulk.progress).toContainText("40 of 40 done.");
  await full.close();
});
