import { expect, test } from "vitest";

import { buildCulprit } from "@/lib/testing/build-culprit";
import { buildFlowNode, buildFlowView } from "@/lib/testing/build-flow-view";
import { buildLockState } from "@/lib/testing/build-lock-state";

import { findCure } from "./find-cure";

const queue = { bullmqVersion: "6.7.0", workers: 1, readAtMs: 1 };
const lock = buildLockState({ verdict: "probably-stuck", usualMs: { p50: 2_000, p95: 6_000, sample: 40 } });
const job = { queue: "shop:bull:payments", id: "77", name: "charge-card" };
const root = buildFlowNode("root", null, { job: { queue: "bull:orders", id: "1", name: "fulfil-order" } });
const child = buildFlowNode("77", null, { job, parent: root.job, policy: "ignore", state: "active" });
const culprit = buildCulprit({ job, lock });

test("gives code for the culprit's own queue, name, parent, policy and usual times", () => {
  const code = findCure(culprit, buildFlowView([root, child]), queue)?.code ?? "";
  expect(code).toContain('const queueName = "payments";');
  expect(code).toContain('const prefix = "shop:bull";');
  expect(code).toContain('export const jobName = "charge-card";');
  expect(code).toContain("const jobLimitMs = 20_000;");
  expect(code).toContain('name: "fulfil-order",');
  expect(code).toContain('queueName: "orders",');
  expect(code).toContain("ignoreDependencyOnFailure: true,");
});

test("a holder of another's slot gets no flow of that other", () => {
  const waiting = { queue: "bull:payments", id: "80", name: "refund", state: "waiting" } as const;
  const holder = buildCulprit({
    ...culprit,
    cause: "worker-slots-saturated",
    chain: [{ ...root.job, state: "waiting-children" }, waiting, { ...job, state: "active" }],
  });
  expect(findCure(holder, buildFlowView([root]), queue)?.code).not.toContain("FlowProducer");
});

test("there is no cure in code where no code is at fault", () => {
  expect(findCure(buildCulprit({ cause: "queue-paused", state: "waiting" }), buildFlowView([root]), queue)).toBeNull();
});
