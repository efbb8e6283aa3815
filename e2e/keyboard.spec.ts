import { ListPage } from "./pages/list-page";
import { ShellPage } from "./pages/shell-page";
import { TriagePage } from "./pages/triage-page";
import { expect, test } from "./support/stack-test";

test("triage is worked by keys alone: to a row, its menu and a dialog whose Cancel has the focus", async ({
  page,
  stack,
}) => {
  test.slow();
  await stack.openShop({ failParentOnFailure: true });
  const triage = new TriagePage(page);
  const shell = new ShellPage(page);
  await triage.open(stack.dashboard.url);
  // As a suspect the row stands in another section, and moves while the dialog is open.
  await expect(triage.rowOf("charge-card")).toContainText("Lock renewed at least", { timeout: 30_000 });

  await page.keyboard.press("j");
  await expect(triage.rowOf("charge-card").getByRole("link").first()).toBeFocused();
  await page.keyboard.press(".");
  // The menu takes the focus a moment after it is seen.
  await expect(page.locator("[role=menu]:focus, [role=menu] :focus")).toBeVisible();
  await page.keyboard.press("f");
  await expect(triage.menu.getByRole("menuitem", { name: "Fail…" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(shell.dialog).toContainText("It moves to failed now.");
  await expect(shell.dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Escape");

  await expect(shell.dialog).toBeHidden();
  await expect(triage.rowOf("charge-card").getByRole("button", { name: /^More for/ })).toBeFocused();
});

test("a lock's drawer opens by Enter, is in the address, and gives the focus back to its row", async ({
  page,
  stack,
}) => {
  test.slow();
  await stack.openShop({ failParentOnFailure: true });
  const locks = new ListPage(page, stack.dashboard.url);
  await locks.open("locks");
  await expect(locks.row(/charge-card/)).toBeVisible({ timeout: 30_000 });

  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(locks.drawer).toContainText("payments-1");
  await expect(locks.drawer.getByRole("link", { name: "Open flow" })).toBeVisible();
  expect(new URL(page.url()).searchParams.get("lock")).toMatch(/payments card-77$/);
  await page.keyboard.press("Escape");

  await expect(locks.drawer).toBeHidden();
  await expect(locks.row(/charge-card/)).toBeFocused();
});
