import { describe, expect, test } from "vitest";

import type { RawJob } from "@/lib/testing/seed-raw-job";

import { toFrames } from "./frames";
import { bushyFlow, deepFlow, stuckLeafOf, wideFlow, withStuckLeaf } from "./shapes";

function flatten(flow: RawJob): readonly RawJob[] {
  const jobs = [flow];
  for (const { children } of jobs) jobs.push(...children);
  return jobs;
}

describe.each([
  ["bushy", bushyFlow],
  ["wide", wideFlow],
  ["deep", deepFlow],
])("a %s flow", (_, shape) => {
  test("has as many jobs as asked for, each of its own", () => {
    const jobs = flatten(shape({ jobs: 250, queue: "bull:bench", id: "f" }));

    expect(new Set(jobs.map(({ id }) => id)).size).toBe(250);
    expect(jobs).toHaveLength(250);
  });

  test("with one stuck child has that one at work without a lock, below waiting parents", () => {
    const flow = withStuckLeaf(shape({ jobs: 250, queue: "bull:bench", id: "f", pending: "last" }));
    const active = flatten(flow).filter(({ state }) => state.kind === "active");

    expect(active).toEqual([stuckLeafOf(flow)]);
    expect(active[0]?.state).toEqual({ kind: "active", token: "lost", lockMs: null });
    expect(flow.state.kind).toBe("waiting-children");
  });
});

test("frames are told by their median, and by the share that came late", () => {
  expect(toFrames([16, 17, 17, 40])).toEqual({ fps: 1_000 / 17, slowShare: 0.25 });
});
