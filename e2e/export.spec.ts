import { readFile } from "node:fs/promises";

import type { Page } from "playwright/test";

import { FlowPage } from "./pages/flow-page";
import { ListPage } from "./pages/list-page";
import { expect, test } from "./support/stack-test";

/** What a click saves: the file's name and its bytes. */
async function saved(
  page: Page,
  click: () => Promise<void>,
): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent("download"), click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

test("a flow is saved as a picture and as JSON, with job data only where asked for, and a list as CSV", async ({
  page,
  stack,
}) => {
  const refused: string[] = [];
  page.on("console", (message) => message.text().includes("Content Security Policy") && refused.push(message.text()));
  const shop = await stack.openShop({ ignoreDependencyOnFailure: true });
  const flow = new FlowPage(page);
  await flow.open(stack.dashboard.url, shop.root, { scope: "all" });
  await expect(flow.card("charge-card")).toBeVisible();
  const choose = (item: string) => async () => {
    await page.getByRole("button", { name: /^Actions on / }).click();
    await page.getByRole("menuitem", { name: item, exact: true }).click();
  };

  const picture = await saved(page, choose("Download PNG"));
  expect(picture.name).toMatch(/^flow-order-9912-[\d-]+-UTC\.png$/);
  expect(picture.bytes.subarray(1, 4).toString()).toBe("PNG");
  const json = await saved(page, choose("Download JSON"));
  expect(json.name).toMatch(/^flow-order-9912-[\dT-]+\.json$/);
  const file: unknown = JSON.parse(json.bytes.toString());
  expect(file).toMatchObject({ format: "flowlock-flow", scope: "all", view: { root: shop.root, total: 4 } });
  expect(file).not.toHaveProperty("payloads");
  const whole = await saved(page, choose("Download JSON with job data"));
  expect(JSON.parse(whole.bytes.toString())).toMatchObject({
    payloads: expect.arrayContaining([expect.objectContaining({ job: { ...shop.root, name: "fulfil-order" } })]),
  });
  expect(refused).toEqual([]);

  await new ListPage(page, stack.dashboard.url).open("queues");
  const list = await saved(page, () => page.getByRole("button", { name: "CSV" }).click());
  expect(list.name).toMatch(/^flowlock-queues-[\dT-]+\.csv$/);
  expect(list.bytes.toString()).toContain(`\r\n${shop.root.queue},false,`);
});
