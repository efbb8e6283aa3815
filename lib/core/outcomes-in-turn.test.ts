import { expect, test } from "vitest";

import { buildJobReading } from "@/lib/testing/build-job-reading";
import { buildQueueReading } from "@/lib/testing/build-queue-reading";

import type { ActionId } from "./action";
import type { OutcomeInput } from "./build-outcome";
import type { FailurePolicy } from "./failure-policy";
import { buildOutcomesInTurn } from "./outcomes-in-turn";
import { sumOutcomes } from "./sum-outcomes";

const parent = buildJobReading({
  ref: { queue: "bull:orders", id: "412" },
  name: "settle",
  state: "waiting-children",
  children: { processed: 0, unprocessed: 3, ignored: 0, failed: 0 },
});

function three(action: ActionId, policy: FailurePolicy): readonly OutcomeInput[] {
  return ["1", "2", "3"].map((id) => ({
    action,
    target: buildJobReading({
      ref: { queue: "bull:payments", id },
      state: "active",
      lock: { lockId: "l", workerId: "w", ttlMs: 1 },
      parent: { ref: parent.ref, policy },
    }),
    ancestors: [parent],
    lock: null,
    queues: new Map([["bull:payments", buildQueueReading()]]),
    options: {},
    writable: true,
    pendingAtParent: true,
  }));
}

test.each([
  ["fail", "ignore", ["waiting-children", "waiting-children", "waiting"], { parentsStart: 1, parentsStayBlocked: 0 }],
  ["detach", "none", ["waiting-children", "waiting-children", "waiting"], { parentsStart: 1, parentsStayBlocked: 0 }],
  [
    "fail",
    "none",
    ["waiting-children", "waiting-children", "waiting-children"],
    { parentsStart: 0, parentsStayBlocked: 1 },
  ],
  ["fail", "continue", ["waiting", undefined, undefined], { parentsStart: 1, parentsStayBlocked: 0 }],
] as const)("%s on all children of one parent, policy %s", (action, policy, fates, totals) => {
  const outcomes = buildOutcomesInTurn(three(action, policy));
  expect(outcomes.map(({ effects }) => effects[1]?.to)).toEqual(fates);
  expect(sumOutcomes(outcomes)).toMatchObject({ jobs: 3, allowed: 3, ...totals });
});

test("one that is refused changes nothing for the next", () => {
  const inputs = three("fail", "ignore");
  const outcomes = buildOutcomesInTurn(
    inputs.map((input, index) => ({
      ...input,
      checked: { refusal: index === 1 ? "wrong-type" : null, denied: null, aclNotChecked: false },
    })),
  );
  expect(outcomes.map(({ allowed }) => allowed)).toEqual([true, false, true]);
  expect(outcomes.at(-1)?.effects[1]?.to).toBe("waiting-children");
});
