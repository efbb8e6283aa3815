import { FlowPage } from "./pages/flow-page";
import { stageTrouble } from "./support/staged-trouble";
import type { Trouble } from "./support/staged-trouble";
import { expect, test } from "./support/stack-test";

const inLine = { state: "waiting", locked: false } as const;

type Cure = {
  readonly trouble: Trouble;
  readonly item: RegExp;
  readonly button: string | null;
  readonly toast: string;
  readonly end: { readonly state: string; readonly locked: boolean };
};

/** What is wrong, what the menu calls the cure, the dialog's button (`null`: done at once), what is said then, and what is so. */
const cures: readonly Cure[] = [
  {
    ...{ trouble: "lost lock", item: /^Put back in line…/, button: "Put back in line" },
    ...{ toast: "charge-card #card-1 is back in line (waiting).", end: inLine },
  },
  {
    ...{ trouble: "in no list", item: /^Put back in line…/, button: "Put back in line" },
    ...{ toast: "charge-card #card-1 is back in line (waiting).", end: inLine },
  },
  {
    ...{ trouble: "ghost lock", item: /^Clear leftover lock…/, button: "Clear lock" },
    ...{ toast: "The lock of charge-card #card-1 is gone.", end: { state: "failed", locked: false } },
  },
  {
    ...{ trouble: "waits for nothing", item: /^Release…/, button: "Release job" },
    ...{ toast: "settle #settle-1 is back in line (waiting).", end: inLine },
  },
  {
    ...{ trouble: "delayed", item: /^Promote/, button: null },
    ...{ toast: "charge-card #card-1 is back in line (waiting).", end: inLine },
  },
];

test("what is out of line is put right from the job's menu, said, and listed with what was shown before", async ({
  page,
  stack,
}) => {
  const flow = new FlowPage(page);
  for (const [index, { trouble, item, button, toast, end }] of cures.entries())
    await test.step(trouble, async () => {
      const staged = await stageTrouble(stack.redis.url, `cure${index}`, trouble);
      expect(await staged.now()).not.toEqual(end);
      await flow.openJob(stack.dashboard.url, staged.job);
      await page.getByRole("button", { name: /^Actions on / }).click();
      await page.getByRole("menuitem", { name: item }).click();
      if (button !== null) await flow.dialog.getByRole("button", { name: button, exact: true }).click();

      await expect(page.getByText(toast)).toBeVisible();
      await expect(flow.dialog).toBeHidden();
      expect(await staged.now()).toEqual(end);
      await staged.close();
    });

  await page.goto(`${stack.dashboard.url}/c/default/activity?within=1h`);
  const table = page.getByRole("table", { name: "Activity" });
  await expect(table.getByRole("button", { name: /^Details: / })).toHaveCount(cures.length);
  await page.getByRole("button", { name: "All actions" }).click();
  await page.getByRole("menuitem", { name: "Clear leftover lock" }).click();
  await expect(table.getByRole("button", { name: /^Details: / })).toHaveCount(1);
  expect(new URL(page.url()).search).toBe("?within=1h&what=clear-ghost-lock");
  await table.getByRole("button", { name: "Details: Clear leftover lock" }).click();
  await expect(flow.dialog).toContainText("Its old run still holds the lock");
  await expect(flow.dialog.getByRole("listitem")).toContainText([
    "Only the lock left over is removed.",
    "Nothing changes for them.",
    "Its worker may still run",
    "Then it can be retried",
  ]);
  await flow.dialog.getByRole("link", { name: "Same job" }).click();
  await expect(flow.dialog).toBeHidden();
  await expect(table.getByRole("button", { name: /^Details: / })).toHaveCount(1);
  await page.getByRole("searchbox", { name: /^Filter actions/ }).fill("no such thing");
  await expect(page.getByText("No action matches.")).toBeVisible();
  await page.getByRole("button", { name: "Clear filter" }).click();
  await expect(table.getByRole("button", { name: /^Details: / })).toHaveCount(cures.length);
});
