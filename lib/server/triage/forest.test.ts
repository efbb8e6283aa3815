import { expect, test } from "vitest";

import type { FailurePolicy } from "@/lib/core/failure-policy";
import { jobKey } from "@/lib/core/job-ref";
import type { State } from "@/lib/core/job-state";
import { buildJobReading } from "@/lib/testing/build-job-reading";

import { Forest } from "./forest";

const counts = { processed: 0, unprocessed: 0, ignored: 0, failed: 0 };
const root = { queue: "bull:orders", id: "1" };
const child = { queue: "bull:payments", id: "2" };

function childReading(state: State = "active", policy: FailurePolicy = "none") {
  return buildJobReading({ ref: child, state, parent: { ref: root, policy } });
}

test("a child leads to the parent that is still to be read, and then to the root", () => {
  const forest = new Forest();
  forest.add([childReading()]);
  expect(forest.parentsToRead()).toEqual([root]);

  forest.add([buildJobReading({ ref: root, state: "waiting-children", children: { ...counts, unprocessed: 1 } })]);

  expect(forest.parentsToRead()).toEqual([]);
  expect(forest.roots()).toEqual([root]);
  expect(forest.pendingRead(root)).toBe(1);
});

test("two jobs that name each other as parent end the climb and have no root", () => {
  const forest = new Forest();
  forest.add([
    childReading(),
    buildJobReading({ ref: root, state: "waiting-children", parent: { ref: child, policy: "none" } }),
  ]);

  expect(forest.parentsToRead()).toEqual([]);
  expect(forest.roots()).toEqual([]);
});

test("a parent with more pending children than were read is marked as cut", () => {
  const forest = new Forest();
  forest.add([
    childReading(),
    buildJobReading({ ref: root, state: "waiting-children", children: { ...counts, unprocessed: 2_000 } }),
  ]);

  expect(forest.toReading(5).cut).toEqual(new Set([jobKey(root)]));
});

test.each<[State, FailurePolicy, string]>([
  ["active", "none", "unprocessed"],
  ["active", "fail-parent", "unprocessed"],
  ["completed", "none", "processed"],
  ["failed", "none", "unprocessed"],
  ["failed", "fail-parent", "failed"],
  ["failed", "ignore", "ignored"],
  ["failed", "continue", "ignored"],
])("a %s child with policy %s is taken as %s", (state, policy, bucket) => {
  const forest = new Forest();
  forest.add([childReading(state, policy)]);

  expect(forest.toReading(5).children.get(jobKey(root))).toEqual([{ ref: child, bucket }]);
});

test("what the parent's own collection says of a child wins", () => {
  const forest = new Forest();
  forest.add([childReading("failed", "ignore")]);
  forest.addEdge(root, { ref: child, bucket: "unprocessed" });

  expect(forest.toReading(5).children.get(jobKey(root))).toEqual([{ ref: child, bucket: "unprocessed" }]);
});
