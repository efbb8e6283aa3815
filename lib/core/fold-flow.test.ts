import { expect, test } from "vitest";

import { buildJobReading } from "@/lib/testing/build-job-reading";

import { foldFlow } from "./fold-flow";
import type { FlowReading } from "./flow-reader";
import { jobKey } from "./job-ref";
import type { LockBook } from "./lock-watch";

const root = { queue: "bull:orders", id: "1" };
const gone = { queue: "bull:payments", id: "gone" };
const noLocks = { stateOf: () => null } as const satisfies Pick<LockBook, "stateOf">;

test("hangs a child without a hash below the parent that lists it", () => {
  const reading = buildJobReading({ ref: root, state: "waiting-children" });
  const flow: FlowReading = {
    readAtMs: 1_000_000,
    root,
    jobs: new Map([
      [jobKey(root), reading],
      [jobKey(gone), buildJobReading({ ref: gone, state: "missing", name: null })],
    ]),
    children: new Map([[jobKey(root), [{ ref: gone, bucket: "unprocessed" }]]]),
    cut: new Set(),
    exact: true,
  };
  const diagnosis = {
    readAtMs: 0,
    job: root,
    root,
    blocked: false,
    cause: "not-blocked",
    headline: "",
    culprits: [],
    total: 0,
    truncated: false,
  } as const;
  const view = foldFlow({ flow, requested: root, scope: "all", open: new Set(), diagnosis, locks: noLocks });
  expect(view.nodes.map(({ job, parent }) => [job.id, parent])).toEqual([
    ["1", null],
    ["gone", root],
  ]);
});
