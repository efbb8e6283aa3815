import { readFile } from "node:fs/promises";

import { BulkPage } from "./pages/bulk-page";
import { FlowPage } from "./pages/flow-page";
import { expectNoViolations } from "./support/axe";
import { openFullQueue } from "./support/full-queue";
import { expect, test } from "./support/stack-test";

test("by keys alone: a range is selected, previewed in numbers that open lists, and acted on", async ({
  page,
  stack,
}) => {
  const full = await openFullQueue(stack.redis.url, 30);
  const bulk = new BulkPage(page);
  await bulk.openJobs(stack.dashboard.url, full.queue, "delayed");

  await page.keyboard.press("j");
  await page.keyboard.press("x");
  for (const key of ["j", "j", "Shift+X"]) await page.keyboard.press(key);
  await expect(bulk.bar).toContainText("3 selected");
  await page.keyboard.press(".");
  await expect(bulk.bar.getByRole("button", { name: "Fail…" })).toBeFocused();
  for (const key of ["Tab", "Tab", "Tab", "Enter"]) await page.keyboard.press(key);
  await expect(page.locator("[role=menu]:focus, [role=menu] :focus")).toBeVisible();
  await page.keyboard.press("p");
  await expect(page.getByRole("menuitem", { name: "Promote…" })).toBeFocused();
  await page.keyboard.press("Enter");

  await expect(bulk.dialog).toContainText("Promote 3 jobs?");
  await expect(bulk.dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await bulk.dialog.getByRole("button", { name: /^3 jobs run/ }).press("Enter");
  await expect(bulk.dialog.getByRole("listitem").filter({ hasText: "mail-29" })).toBeVisible();
  await expectNoViolations(page);
  await page.keyboard.press("Control+Enter");

  await expect(page.getByText("Done: 3 jobs run as soon as a worker is free.")).toBeVisible();
  await expect(bulk.bar).toBeHidden();
  expect(await full.counts()).toEqual({ waiting: 3, delayed: 27 });
  await full.close();
});

test("one click promotes a job or resumes a queue; another action's dialog copies the command that does the same", async ({
  page,
  context,
  stack,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const full = await openFullQueue(stack.redis.url, 2);
  const open = async (id: string, action: string) => {
    await page.goto(`${stack.dashboard.url}/c/default/j/${encodeURIComponent(full.queue)}/${id}`);
    await page.getByRole("button", { name: `Actions on send-mail #${id}` }).click();
    await page.getByRole("menuitem", { name: action, exact: true }).click();
  };

  await open("mail-0", "Promote");
  await expect(page.getByText("send-mail #mail-0 is back in line (waiting).")).toBeVisible();
  await expect(page.getByRole("dialog")).toBeHidden();
  expect(await full.counts()).toEqual({ waiting: 1, delayed: 1 });

  await full.pause();
  await page.goto(`${stack.dashboard.url}/c/default/queues/${encodeURIComponent(full.queue)}`);
  await page.getByRole("button", { name: "Resume", exact: true }).click();
  await expect(page.getByText("mail is resumed.")).toBeVisible();
  expect(await full.isPaused()).toBe(false);

  await open("mail-1", "Remove…");
  await page.getByRole("button", { name: "Copy the command" }).click();
  await expect(page.getByText("Command copied")).toBeVisible();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  expect(command).toMatch(/^curl -sS -X POST 'http:.*\/api\/c\/default\/actions' .*"action":"remove".*"id":"mail-1"/);
  await expect(page.getByRole("button", { name: "Remove job" })).toBeDisabled();
  expect(await full.counts()).toEqual({ waiting: 1, delayed: 1 });
  await full.close();
});

test("all that match are acted on by the server, whether the page is open or not, with one result each", async ({
  page,
  stack,
}) => {
  const full = await openFullQueue(stack.redis.url, 120);
  const bulk = new BulkPage(page);
  await bulk.openJobs(stack.dashboard.url, full.queue, "delayed");
  await bulk.select("mail-119");
  await bulk.bar.getByRole("button", { name: "Select all 120 that match" }).click();
  await expect(bulk.bar).toContainText("120 selected");
  await bulk.choose("Promote…");
  const confirm = bulk.dialog.getByRole("button", { name: "Promote 120 jobs" });
  await expect(bulk.dialog).toContainText("Jobs that change before their turn are skipped, not forced.");
  await expect(confirm).toBeDisabled();
  await bulk.dialog.getByLabel("Type 120 to confirm").fill("120");
  await confirm.click();

  await page.waitForURL(/\/ops\/[\w-]+$/);
  const url = page.url();
  await page.goto("about:blank");
  await expect.poll(() => full.counts(), { timeout: 30_000 }).toEqual({ waiting: 120, delayed: 0 });
  await page.goto(url);
  await expect(bulk.progress).toContainText("120 of 120 done.");
  await expect(page.getByRole("radio", { name: "Done 120" })).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole("radio", { name: "Skipped" }).check();
  await expect(page.getByText("No job ended so.")).toBeVisible();

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download CSV" }).click();
  const text = await readFile(await (await download).path(), "utf8");
  expect(text.trim().split("\r\n")).toHaveLength(121);
  await page.goto(`${stack.dashboard.url}/c/default/activity`);
  await page.getByRole("link", { name: "Promote 120 jobs" }).click();
  await expect(bulk.progress).toContainText("120 of 120 done.");
  await full.close();
});

test("a bulk action is stopped on its page: what is done stays done", async ({ page, stack }) => {
  const full = await openFullQueue(stack.redis.url, 1_500);
  const bulk = new BulkPage(page);
  await bulk.openJobs(stack.dashboard.url, full.queue, "delayed");
  await bulk.select("mail-1499");
  await bulk.bar.getByRole("button", { name: "Select all 1,500 that match" }).click();
  await bulk.choose("Promote…");
  await bulk.dialog.getByLabel("Type 1500 to confirm").fill("1,500");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Stop" }).click();

  await expect(page.getByText(/^Stop\. [\d,]+ of 1,500 done\. Done ones stay done\.$/)).toBeVisible();
  await expect(bulk.progress).toContainText(/^Stopped\. [\d,]+ of 1,500 done\. Done ones stay done\./);
  expect((await full.counts())["delayed"]).toBeGreaterThan(0);
  await full.close();
});

test("in a flow a job is selected by key and a folded group whole, from the graph too; the stuck job fails from there", async ({
  page,
  stack,
}) => {
  const wide = await stack.openWideFlow(60);
  const bulk = new BulkPage(page);
  const flow = new FlowPage(page);
  await flow.open(stack.dashboard.url, wide.root, { scope: "all" });
  const folded = flow.graph.getByRole("button", { name: /^\d+ × make-thumbnail/ });
  await expect(folded).toBeVisible();
  // One card is Tab's, the arrows lead to the others: from the flow's root over the stuck child to the fold.
  await flow.graph.locator(".react-flow__node[tabindex='0']").focus();
  for (const key of ["ArrowLeft", "ArrowRight", "End"]) await page.keyboard.press(key);
  await expect(folded).toBeFocused();
  await page.keyboard.press("x");
  await expect(bulk.bar).toContainText("59 selected");
  await flow.open(stack.dashboard.url, wide.root, { view: "outline", scope: "all" });
  const stuck = flow.outline.getByRole("row").filter({ hasText: wide.stuckId }).first();
  await stuck.focus();

  await page.keyboard.press("x");
  await expect(bulk.bar).toContainText("1 selected");
  await expect(flow.outline.getByRole("checkbox", { name: new RegExp(`${wide.stuckId}$`) })).toBeChecked();
  const group = flow.outline.getByRole("checkbox", { name: /^Select all \d+ make-thumbnail$/ });
  await group.click();
  await expect(bulk.bar).toContainText("60 selected");
  await group.click();
  await expect(bulk.bar).toContainText("1 selected");
  await expectNoViolations(page);
  await stuck.focus();
  await page.keyboard.press(".");
  await expect(bulk.bar.getByRole("button", { name: "Fail…" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(bulk.dialog).toContainText("1 parent stays blocked");
  await page.keyboard.press("Control+Enter");

  await expect(page.getByText("Done: 1 job fails.")).toBeVisible();
  await expect(bulk.bar).toBeHidden();
});
