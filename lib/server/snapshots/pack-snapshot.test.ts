import { randomBytes } from "node:crypto";

import { expect, test } from "vitest";

import type { Snapshot } from "@/lib/core/snapshot";
import { snapshotBounds } from "@/lib/store/snapshot-store";
import { buildCulprit } from "@/lib/testing/build-culprit";
import { buildFlowNode, buildFlowView } from "@/lib/testing/build-flow-view";

import { packSnapshot, unpackSnapshot } from "./pack-snapshot";

/** A root with so many children, each failed for a reason that nothing compresses. */
function snapshotOf(children: number, reasonBytes: number): Snapshot {
  const root = buildFlowNode("root", null, { state: "waiting-children" });
  const failed = Array.from({ length: children }, (_, index) =>
    buildFlowNode(`child-${index}`, "root", { failedReason: randomBytes(reasonBytes).toString("base64") }),
  );
  const ref = { queue: root.job.queue, id: root.job.id };
  const view = buildFlowView([root, ...failed], { root: ref, requested: ref });
  const chain = [root, ...failed.slice(0, 1)].map(({ job, state }) => ({ ...job, state }));
  return {
    ...{ id: "a", takenAtMs: 1, expiresAtMs: 2, occasion: "saved", action: null, operator: null, scope: "all" },
    ...{ root: root.job, job: root.job, headline: "order #1 is blocked.", traces: [] },
    view: {
      ...view,
      diagnosis: { ...view.diagnosis, job: ref, root: ref, blocked: true, culprits: [buildCulprit({ chain })] },
    },
  };
}

test("a snapshot comes back as it was put", async () => {
  const snapshot = snapshotOf(20, 100);

  expect(await unpackSnapshot((await packSnapshot(snapshot)) ?? "")).toEqual(snapshot);
});

test("one that is too large is cut to its chains, within the bound, and says so", async () => {
  const body = (await packSnapshot(snapshotOf(300, 1_000))) ?? "";
  const kept = await unpackSnapshot(body);

  expect(body.length).toBeLessThanOrEqual(snapshotBounds.bodyBytesMax);
  expect(kept?.view.nodes.map(({ job }) => job.id)).toEqual(["root", "child-0"]);
  expect(kept?.view.truncated).toBe(true);
});

test("one whose chain alone is too large is not kept", async () => {
  expect(await packSnapshot(snapshotOf(1, 400_000))).toBeNull();
});
