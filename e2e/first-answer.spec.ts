import { TriagePage } from "./pages/triage-page";
import { expect, test } from "./support/stack-test";

test("the first answer of triage and of the lists holds what they show, before any script runs", async ({
  page,
  stack,
}) => {
  await stack.openShop({ failParentOnFailure: true });
  const triage = new TriagePage(page);
  await triage.open(stack.dashboard.url);
  await expect(triage.rowOf("charge-card")).toBeVisible({ timeout: 20_000 });

  const textOf = async (path: string) => (await page.request.get(`${stack.dashboard.url}/c/default${path}`)).text();

  await expect.poll(() => textOf("")).toContain("card-77");
  await expect.poll(() => textOf("/flows?state=blocked")).toContain("order-9912");
  await expect.poll(() => textOf("/locks")).toContain("card-77");
  await expect.poll(() => textOf("/workers")).toContain("payments-1");
});
