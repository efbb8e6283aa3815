import { expect, test } from "vitest";

import type { FlowReading } from "@/lib/core/flow-reader";
import { jobKey } from "@/lib/core/job-ref";
import { buildJobReading } from "@/lib/testing/build-job-reading";

import { mergeReadings } from "./merge-readings";

const root = { queue: "bull:orders", id: "1" };
const read = { queue: "bull:payments", id: "2" };
const stuck = { queue: "bull:payments", id: "99999" };
const elsewhere = { queue: "bull:mail", id: "5" };

function reading(refs: (typeof root)[], cut: boolean): FlowReading {
  return {
    root,
    readAtMs: 1,
    jobs: new Map([root, ...refs].map((ref) => [jobKey(ref), buildJobReading({ ref })])),
    children: new Map([[jobKey(root), refs.map((ref) => ({ ref, bucket: "unprocessed" as const }))]]),
    cut: cut ? new Set([jobKey(root)]) : new Set(),
    exact: !cut,
  };
}

test("the child that only triage found joins the flow, jobs of other flows do not", () => {
  const found = reading([stuck], true);
  const jobs = new Map([...found.jobs, [jobKey(elsewhere), buildJobReading({ ref: elsewhere })]]);

  const merged = mergeReadings(reading([read], true), { ...found, jobs });

  expect([...merged.jobs.keys()]).toEqual([jobKey(root), jobKey(read), jobKey(stuck)]);
  expect(merged.children.get(jobKey(root))?.map(({ ref }) => ref)).toEqual([read, stuck]);
  expect(merged.cut).toEqual(new Set([jobKey(root)]));
});

test("a flow that was read whole stays as it is", () => {
  const whole = reading([read], false);

  expect(mergeReadings(whole, reading([stuck], true))).toBe(whole);
});
