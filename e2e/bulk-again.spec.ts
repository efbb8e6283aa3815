import { checkInvariants } from "@/lib/testing/check-invariants";

import { BulkPage } from "./pages/bulk-page";
import { FlowPage } from "./pages/flow-page";
import { TriagePage } from "./pages/triage-page";
import { startDashboard } from "./support/dashboard";
import { openFullQueue } from "./support/full-queue";
import { deadEndsOf, seedFlow } from "./support/raw-flow";
import { expect, test } from "./support/stack-test";

test("a section of triage is selected whole, previewed in numbers that open lists, and acted on", async ({
  page,
  context,
  stack,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await seedFlow(stack.redis.url, deadEndsOf(27));
  const triage = new TriagePage(page);
  const bulk = new BulkPage(page);
  await triage.open(stack.dashboard.url);
  await expect(triage.rowOf("refund")).toBeVisible({ timeout: 20_000 });

  await page.keyboard.press("j");
  await page.keyboard.press(".");
  await expect(page.locator("[role=menu]:focus, [role=menu] :focus")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await expect(page.locator("[data-row]").filter({ visible: true }).nth(1)).toBeFocused();

  await page.getByRole("button", { name: "Select", exact: true }).click();
  // Two sections: which one is meant is not known before a row of it is selected.
  await expect(bulk.bar.getByRole("button", { name: /that match/ })).toHaveCount(0);
  await triage
    .rowOf("card-7")
    .getByRole("checkbox", { name: /card-7$/ })
    .filter({ visible: true })
    .click();
  await bulk.bar.getByRole("button", { name: "Select all 27 that match · Dead ends" }).click();
  await expect(bulk.bar).toContainText("27 selected");
  await expect(page.getByRole("checkbox", { name: "Select all that are dead ends" })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: "Select refund #last" }).filter({ visible: true })).not.toBeChecked();
  await bulk.bar.getByRole("button", { name: "Retry…" }).click();
  await expect(bulk.dialog).toContainText("All 27 jobs that match");
  await bulk.dialog.getByRole("button", { name: "27 jobs go back in line" }).click();
  await expect(bulk.dialog.getByRole("listitem")).toHaveCount(27);
  await bulk.dialog.getByRole("button", { name: "Copy the command" }).click();
  await expect(page.getByText(/^Command copied\. It works until [\d:]+/)).toBeVisible();
  expect(await copied()).toMatch(/^curl .*"action":"retry","previewId":"[\w-]+","reason":"All that matched"/);
  await bulk.dialog.getByLabel("Type 27 to confirm").fill("27");
  await bulk.dialog.getByRole("button", { name: "Retry 27 jobs" }).click();

  await expect(bulk.progress).toContainText("27 of 27 done.");
  await expect(page.getByRole("radio", { name: "Done 27" })).toBeVisible();
  expect(await checkInvariants({ redisUrl: stack.redis.url, prefix: "bull" })).toEqual([]);

  await new FlowPage(page).openJob(stack.dashboard.url, { queue: "bull:refunds", id: "last" });
  await page.getByRole("button", { name: "Copy the command: Start a worker" }).click();
  await expect(page.getByText("Command copied", { exact: true })).toBeVisible();
  expect(await copied()).toBe(`redis-cli -u "$REDIS_URL" CLIENT LIST | grep -F 'name=bull:cmVmdW5kcw=='`);
});

test("what was not done is tried again from the run's page; without leave to write the bar says so and acts on nothing", async ({
  page,
  stack,
}) => {
  const full = await openFullQueue(stack.redis.url, 30);
  const bulk = new BulkPage(page);
  const promoteAll = async (url: string) => {
    await bulk.openJobs(url, full.queue, "delayed");
    await bulk.select("mail-29");
    await bulk.bar.getByRole("button", { name: "Select all 30 that match" }).click();
  };
  const readOnly = await startDashboard({ REDIS_URL: stack.redis.url, FLOWLOCK_WRITE: "0" });
  await promoteAll(readOnly.url);
  await expect(bulk.bar).toContainText("30 selected");
  await expect(bulk.bar).toContainText("Read-only: FLOWLOCK_WRITE=1 allows actions.");
  for (const name of ["Fail…", "Retry…", "Detach…", "More for the selected"])
    await expect(bulk.bar.getByRole("button", { name })).toBeDisabled();
  await readOnly.stop();

  await promoteAll(stack.dashboard.url);
  await bulk.choose("Promote…");
  await bulk.dialog.getByLabel("Type 30 to confirm").fill("30");
  await full.remove("mail-3", "mail-4");
  await bulk.dialog.getByRole("button", { name: "Promote 30 jobs" }).click();
  await expect(bulk.progress).toContainText("30 of 30 done.");
  await expect(page.getByRole("radio", { name: "Skipped 2" })).toBeVisible();
  await full.add("mail-3", "mail-4");
  await page.getByRole("button", { name: "Try 2 failures again…" }).click();
  await expect(bulk.dialog).toContainText("Promote 2 jobs?");
  await expect(bulk.dialog).toContainText("2 jobs not done before");
  await expect(bulk.dialog.getByRole("button", { name: "Copy the command" })).toBeVisible();
  await page.keyboard.press("Control+Enter");

  await expect(page.getByText("Done: 2 jobs run as soon as a worker is free.")).toBeVisible();
  expect(await full.counts()).toEqual({ waiting: 30, delayed: 0 });
  await full.close();
});
