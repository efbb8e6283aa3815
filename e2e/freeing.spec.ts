import type { Page } from "playwright/test";

import { FlowPage } from "./pages/flow-page";
import { expectedOf, freeingCases } from "./support/freeing-cases";
import type { Expected, FreeingCase } from "./support/freeing-cases";
import { expect, test } from "./support/freeing-test";
import type { HeldPayment } from "./support/held-payment";

for (const [index, asked] of freeingCases.entries()) {
  const { verb, policy, removeOnFail, busy, by, widthPx } = asked;
  const removal = removeOnFail ? ", removeOnFail" : "";
  test(`${verb} by ${by} at ${widthPx} px: policy ${policy}${removal}, ${busy ? "busy" : "idle"} worker: what is announced happens`, async ({
    stack,
  }) => {
    const expected = expectedOf(asked);
    const { page } = stack;
    const flow = new FlowPage(page);
    const payment = await stack.open(index);
    await page.setViewportSize({ width: widthPx, height: widthPx === 390 ? 844 : 900 });
    await flow.openJob(stack.url, payment.child);

    await openDialog(page, asked);
    await expectAnnounced(flow, asked, expected);
    if (by === "mouse") await flow.confirm(verb);
    else await page.keyboard.press("Control+Enter");

    await expect(flow.dialog).toBeHidden();
    await expect(page.getByText(expected.toast)).toBeVisible();
    const states = busy ? expected.now : expected.end;
    await expectStates(payment, states);
    await expectRows({ page, asked, states, isRemembered: expected.isRemembered });
    await payment.letBusyGoOn();
    await expectStates(payment, expected.end);
    await payment.close();
  });
}

type States = Expected["now"];
type Shown = Pick<Expected, "isRemembered"> & {
  readonly page: Page;
  readonly asked: FreeingCase;
  readonly states: States;
};

async function openDialog(page: Page, { verb, by, widthPx }: FreeingCase): Promise<void> {
  const flow = new FlowPage(page);
  await expect(flow.chain.getByRole("listitem")).toHaveCount(3);
  if (by === "keyboard") {
    await page.keyboard.press(".");
    await expect(page.locator("[role=menu]:focus, [role=menu] :focus")).toBeVisible();
    await page.keyboard.press(verb.charAt(0).toLowerCase());
    await expect(page.getByRole("menuitem", { name: new RegExp(`^${verb}…`) })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(flow.dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  } else if (widthPx === 390) await flow.phoneActions.getByRole("button", { name: `${verb}…` }).click();
  else await flow.preview(verb);
}

async function expectAnnounced(flow: FlowPage, { verb, policy, removeOnFail }: FreeingCase, expected: Expected) {
  await expect(flow.dialog.getByRole("heading", { name: `${verb} charge-card #card-1?` })).toBeVisible();
  await expect(flow.blockOf("This job")).toHaveText(expected.own);
  await expect(flow.blockOf("Its parents")).toContainText(expected.parents);
  await expect(flow.blockOf("Its parents").getByRole("listitem")).toHaveText([...expected.fates]);
  for (const sentence of expected.code) await expect(flow.blockOf("The running code")).toContainText(sentence);
  await expect(flow.blockOf("After this")).toHaveText(expected.after);
  const detach = flow.dialog.getByRole("checkbox", { name: "Also detach it from settle #settle-1" });
  if (verb === "Fail" && policy === "none" && !removeOnFail) await expect(detach).not.toBeChecked();
  else await expect(detach).toHaveCount(0);
}

async function expectStates({ child, parent, root, stateOf }: HeldPayment, states: States): Promise<void> {
  const read = async () => ({ child: await stateOf(child), parent: await stateOf(parent), root: await stateOf(root) });
  await expect.poll(read).toEqual(states);
}

/** The outline's rows say the same: on a phone they are one key or one tap away. */
async function expectRows({ page, asked, states, isRemembered }: Shown): Promise<void> {
  const { outline } = new FlowPage(page);
  if (asked.by === "keyboard") await page.keyboard.press("2");
  else if (asked.widthPx === 390) await page.getByRole("tab", { name: "Outline" }).click();
  await expect(outline.getByRole("row", { name: `settle settle-1, payments, ${states.parent}, ` })).toBeVisible();
  if (states.child !== "unknown")
    return expect(outline.getByRole("row", { name: `charge-card card-1, cards, ${states.child}, ` })).toBeVisible();
  await expect(outline.getByRole("row", { name: "charge-card" })).toHaveCount(0);
  const gone = isRemembered
    ? outline.getByRole("row", { name: "card-1, cards, missing, " })
    : page.getByText("#card-1 is not in Redis any more. This is its flow without it.");
  await expect(gone).toBeVisible();
  await expect(page.getByRole("button", { name: "Retry" })).toHaveCount(0);
}
