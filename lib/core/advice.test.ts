import { expect, test } from "vitest";

import { buildCulprit } from "@/lib/testing/build-culprit";
import { buildFlowNode } from "@/lib/testing/build-flow-view";

import { actionIds } from "./action";
import { adviceFor, failDetail } from "./advice";

const parent = (id: string, policy: "none" | "fail-parent" | "ignore" | "remove" | "continue", unprocessed = 1) =>
  buildFlowNode(id, null, { policy, children: { processed: 0, unprocessed, ignored: 0, failed: 0 } });

test.each([
  ["none", [parent("settle", "none")], "settle #settle stays blocked: no failure policy."],
  [
    "fail-parent",
    [parent("settle", "fail-parent"), parent("order", "none")],
    "settle #settle fails, then order #order fails. 2 jobs.",
  ],
  [
    "fail-parent",
    [parent("settle", "none"), parent("order", "none")],
    "settle #settle fails. order #order stays blocked: no failure policy.",
  ],
  ["continue", [parent("settle", "none", 3)], "settle #settle starts now."],
  ["ignore", [parent("settle", "none", 1)], "settle #settle starts."],
  ["remove", [parent("settle", "none", 3)], "settle #settle goes on without it, after 2 more."],
  ["none", [], "It has no parent."],
] as const)("tells what a failure does upward under %s", (policy, above, text) => {
  expect(failDetail(policy, above)).toBe(text);
});

test("puts what is best first, and what can't be done from here without a button", () => {
  const advice = adviceFor({
    culprit: buildCulprit({ actions: ["retry", "fail", "detach"] }),
    policy: "none",
    above: [],
  });
  expect(advice.map(({ title, action }) => [title, action])).toEqual([
    ["Restart its worker", null],
    ["Retry", "retry"],
    ["Fail", "fail"],
    ["Detach", "detach"],
  ]);
});

test("has a title and a detail for every action, and names the parent that waits", () => {
  const chain = [
    { queue: "bull:orders", id: "1", name: "order", state: "waiting-children" as const },
    { queue: "bull:payments", id: "77", name: "charge-card", state: "missing" as const },
  ];
  const culprit = buildCulprit({ cause: "child-key-missing", actions: actionIds, chain });
  const advice = adviceFor({ culprit, policy: "none", above: [] });
  expect(advice.map(({ action }) => action)).toEqual(actionIds);
  expect(advice.find(({ action }) => action === "detach")).toEqual({
    title: "Detach",
    detail: "order #1 stops waiting for it.",
    action: "detach",
    options: { parent: { queue: "bull:orders", id: "1" } },
  });
});
