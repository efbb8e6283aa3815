import { expect, test } from "vitest";

import { buildCulprit } from "@/lib/testing/build-culprit";
import { buildFlowNode, buildFlowView } from "@/lib/testing/build-flow-view";
import { buildLockState } from "@/lib/testing/build-lock-state";

import { changeText, listChanges } from "./view-changes";

const viewOf = (...nodes: Parameters<typeof buildFlowView>[0]) => buildFlowView(nodes);

test("a job that moved, one that is new and one that is gone are changes", () => {
  const changes = listChanges(
    "flow",
    viewOf(buildFlowNode("a", null, { state: "active" }), buildFlowNode("b", "a")),
    viewOf(buildFlowNode("a", null, { state: "failed" }), buildFlowNode("c", "a", { state: "delayed" })),
  );

  expect(changes.map(changeText)).toEqual(["a #a: active → failed", "c #c: new, delayed", "b #b: no longer here"]);
});

test("time, a renewed lock and progress are none", () => {
  const held = { state: "active", verdict: "normal" } as const;
  const changes = listChanges(
    "flow",
    viewOf(buildFlowNode("a", null, { ...held, lock: buildLockState(), progress: 1 })),
    viewOf(buildFlowNode("a", null, { ...held, lock: buildLockState({ ttlMs: 1, heldMs: 99_000 }), progress: 2 })),
  );

  expect(changes).toEqual([]);
});

test("a worse verdict is a change of a lock, another severity one of triage", () => {
  const locks = listChanges(
    "locks",
    { locks: [buildLockState()] },
    { locks: [buildLockState({ verdict: "probably-stuck" })] },
  );
  const triage = listChanges(
    "triage",
    { culprits: [buildCulprit()] },
    { culprits: [buildCulprit({ severity: "recovering" })] },
  );

  expect([...locks, ...triage].map(changeText)).toEqual([
    "charge-card #77: normal → probably-stuck",
    "charge-card #77: stuck → recovering",
  ]);
});
