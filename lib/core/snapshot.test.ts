import { expect, test } from "vitest";

import { buildCulprit } from "@/lib/testing/build-culprit";
import { buildFlowNode, buildFlowView } from "@/lib/testing/build-flow-view";

import type { Culprit } from "./diagnosis";
import type { FlowNode, FlowView } from "./flow-view";
import { freezeView, shrinkView, viewSignature } from "./snapshot";

const key = "bull:payments:77";
const evidence = (command: string, value: string) => ({ command, key, value, readAtMs: 1 });

function viewOf(nodes: readonly FlowNode[], culprits: readonly Culprit[]): FlowView {
  const view = buildFlowView(nodes);
  return { ...view, diagnosis: { ...view.diagnosis, blocked: true, culprits, total: culprits.length } };
}

test.each([
  [42, 42],
  [null, null],
  [{ card: "4111" }, null],
  ["step card 4111", null],
])("a progress of %o is kept as %o", (progress, kept) => {
  const { nodes } = freezeView(viewOf([buildFlowNode("a", null, { progress })], []));

  expect(nodes[0]?.progress).toBe(kept);
});

test("what a job's code wrote as its progress is in no evidence either", () => {
  const reads = [evidence("HGET progress", '{"card":"4111"}'), evidence("HGET progress", "50"), evidence("PTTL", "9")];
  const culprit = buildCulprit({ facts: [{ kind: "fact", text: "It reports.", evidence: reads }] });

  const frozen = freezeView(viewOf([buildFlowNode("a", null)], [culprit]));

  expect(frozen.diagnosis.culprits[0]?.facts[0]?.evidence.map(({ value }) => value)).toEqual(["(not kept)", "50", "9"]);
});

test("of very many culprits the worst are kept, and the diagnosis goes on saying how many there are", () => {
  const culprits = Array.from({ length: 50 }, (_, index) =>
    buildCulprit({ job: { queue: "bull:payments", id: String(index), name: "charge" } }),
  );

  const { diagnosis } = freezeView(viewOf([buildFlowNode("a", null)], culprits));

  expect(diagnosis.culprits.map(({ job }) => job.id)).toEqual(culprits.slice(0, 20).map(({ job }) => job.id));
  expect(diagnosis.total).toBe(50);
});

test("a view that is too large keeps its root, what was looked at and the chains, and says that it is cut", () => {
  const nodes = ["root", "middle", "culprit", "sibling"].map((id) => buildFlowNode(id, id === "root" ? null : "root"));
  const chain = nodes.slice(0, 3).map(({ job, state }) => ({ ...job, state }));

  const small = shrinkView(viewOf(nodes, [buildCulprit({ chain })]));

  expect(small.nodes.map(({ job }) => job.id)).toEqual(["root", "middle", "culprit"]);
  expect([small.truncated, small.shown, small.total]).toEqual([true, 3, 4]);
});

test.each<[string, Partial<FlowNode>, boolean]>([
  ["its time", { processedAtMs: 5 }, true],
  ["its state", { state: "failed" }, false],
  ["its verdict", { verdict: "probably-stuck" }, false],
  ["its attempts", { attempts: { made: 1, started: 2, max: 3 } }, false],
])("two views that differ in a job by %s show the same: %s", (_, change, same) => {
  const before = viewOf([buildFlowNode("a", null)], []);
  const after = viewOf([buildFlowNode("a", null, change)], []);

  expect(viewSignature(before) === viewSignature(after)).toBe(same);
});
