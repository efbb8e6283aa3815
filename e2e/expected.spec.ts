import { ListPage } from "./pages/list-page";
import { TriagePage } from "./pages/triage-page";
import { expectNoViolations } from "./support/axe";
import { expect, test } from "./support/stack-test";

test("a job name that is expected to take long stays in triage as a muted suspect, until that is cleared", async ({
  page,
  stack,
}) => {
  await stack.openShop({ failParentOnFailure: true });
  const triage = new TriagePage(page);
  await triage.open(stack.dashboard.url);
  await expect(page.getByRole("heading", { name: "Probably stuck" })).toBeVisible({ timeout: 20_000 });

  await triage.openMenu("charge-card");
  await triage.menu.getByRole("menuitem", { name: "Expected for this job…" }).click();
  const dialog = page.getByRole("dialog", { name: "Expected for charge-card" });
  await expectNoViolations(page);
  await dialog.getByRole("radio", { name: "4 h" }).first().check();
  await dialog.getByRole("button", { name: "Expect it" }).click();

  await expect(page.getByText(/charge-card: may take 4 h · muted until \S+/)).toBeVisible();
  await expect(
    triage
      .rowOf("charge-card")
      .getByText(/^muted until/)
      .filter({ visible: true }),
  ).toBeVisible();
  await page.getByRole("heading", { level: 1 }).click();
  await expect(page.getByRole("heading", { name: "Suspect" })).toBeVisible();

  const lists = new ListPage(page, stack.dashboard.url);
  await lists.open("locks");
  await expect(page.getByRole("row", { name: /charge-card/ }).getByText(/^muted until/)).toBeVisible();
  await lists.open("settings");
  await page.getByRole("button", { name: "Clear what is set for charge-card" }).click();
  await expect(page.getByText("None: every job name goes by")).toBeVisible();
});
