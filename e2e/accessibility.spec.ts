import type { Page } from "playwright/test";

import { expectNoViolations } from "./support/axe";
import { FlowPage } from "./pages/flow-page";
import { ListPage } from "./pages/list-page";
import { ShellPage } from "./pages/shell-page";
import { TriagePage } from "./pages/triage-page";
import { expect, test } from "./support/stack-test";
import type { Stack } from "./support/stack-test";

const tabs = ["Details", "Data", "Logs", "History", "Why"] as const;

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing on the lists, their drawers and menus, ${colorScheme}`, async ({ page, stack }) => {
    test.slow();
    const triage = await openBlockedTriage(page, stack, colorScheme);
    const lists = new ListPage(page, stack.dashboard.url);
    await expectNoViolations(page);
    await triage.openMenu("charge-card");
    // Around an open menu everything is hidden from assistive technology, landmarks and headings too.
    await expectNoViolations(page, "[role=menu]");
    for (const place of ["flows", "queues", "activity", "settings"] as const) {
      await lists.open(place);
      await expectNoViolations(page);
    }
    await lists.open("locks");
    await lists.openDrawer(/charge-card/);
    await expectNoViolations(page);
    await lists.open("workers");
    await lists.follow("payments-1");
    await expect(page.getByRole("table", { name: "Locks it holds" })).toContainText("2 more stalls and it fails");
    await expectNoViolations(page);
    await lists.open("queues");
    await lists.follow("payments");
    for (const part of ["Locks", "Workers", "Jobs"] as const) {
      await lists.choose(part);
      await expectNoViolations(page);
    }
  });

  test(`axe finds nothing on a flow's panels, in its dialogs and where nothing is found, ${colorScheme}`, async ({
    page,
    stack,
  }) => {
    test.slow();
    const triage = await openBlockedTriage(page, stack, colorScheme);
    const flow = new FlowPage(page);
    const shell = new ShellPage(page);
    await triage.investigate("charge-card");
    await expect(flow.chain).toBeVisible();
    for (const tab of tabs) {
      await flow.openTab(tab);
      await expectNoViolations(page);
    }
    for (const [verb, text] of [
      ["Fail", "It moves to failed now."],
      ["Retry", "It goes back in line"],
    ] as const) {
      await flow.preview(verb);
      await expect(flow.dialog).toContainText(text);
      await expectNoViolations(page);
      await flow.cancel();
    }
    await shell.openFinder();
    await expectNoViolations(page);
    await shell.closeDialog();
    await shell.openShortcuts();
    await expectNoViolations(page);
    for (const path of [
      "/nowhere",
      "/c/default/queues/nowhere",
      "/c/default/workers/nobody",
      "/c/elsewhere",
      "/c/default/flows/nowhere/1",
    ]) {
      await page.goto(`${stack.dashboard.url}${path}`);
      await expect(page.getByRole("heading").filter({ visible: true }).first()).toBeVisible();
      await expectNoViolations(page);
    }
  });
}

async function openBlockedTriage(page: Page, stack: Stack, colorScheme: "light" | "dark"): Promise<TriagePage> {
  await stack.openShop({ failParentOnFailure: true });
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  const triage = new TriagePage(page);
  await triage.open(stack.dashboard.url);
  // Before its lock is proven renewed the row stands among the suspects; moving from there would close its menu.
  await expect(triage.rowOf("charge-card")).toContainText("Lock renewed at least", { timeout: 30_000 });
  return triage;
}
