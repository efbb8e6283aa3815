import { expect, test } from "vitest";

import type { FlowNode } from "@/lib/core/flow-view";
import { buildFlowNode } from "@/lib/testing/build-flow-view";

import { timelineSpans } from "./timeline-spans";

const nowMs = 1_000;
const twice = { made: 1, started: 2, max: 3 };
const pending = { processed: 0, unprocessed: 1, ignored: 0, failed: 0 };

const cases: readonly [name: string, overrides: Partial<FlowNode>, usualMs: number | null, drawn: readonly string[]][] =
  [
    ["in line since it was added", { state: "waiting" }, null, ["queued 100-1000 open"]],
    ["delayed since it was added", { state: "delayed" }, null, ["queued 100-1000 open"]],
    ["a parent that waits", { state: "waiting-children", children: pending }, null, ["children 100-1000 open"]],
    ["running as usual", { state: "active", processedAtMs: 300 }, 800, ["queued 100-300", "active 300-1000 open"]],
    [
      "running longer than usual",
      { state: "active", processedAtMs: 300 },
      200,
      ["queued 100-300", "active 300-500", "beyond 500-1000 open"],
    ],
    [
      "done, after its children",
      { processedAtMs: 300, finishedAtMs: 400, children: { ...pending, processed: 1, unprocessed: 0 } },
      null,
      ["children 100-300", "active 300-400"],
    ],
    [
      "done at the second attempt",
      { processedAtMs: 300, finishedAtMs: 400, attempts: twice },
      null,
      ["unrecorded 100-300", "active 300-400"],
    ],
    [
      "in line again after an attempt",
      { state: "waiting", processedAtMs: 300, attempts: { ...twice, started: 1 } },
      null,
      ["unrecorded 100-300", "queued 300-1000 open"],
    ],
    [
      "a parent that waits again, having run",
      { state: "waiting-children", processedAtMs: 300, children: pending, attempts: { ...twice, started: 1 } },
      null,
      ["unrecorded 100-300", "children 300-1000 open"],
    ],
    ["failed without ever having run", { state: "failed", finishedAtMs: 250 }, null, ["queued 100-250"]],
    ["gone", { state: "missing", createdAtMs: null }, null, []],
    ["created after this clock's now", { state: "waiting", createdAtMs: 2_000 }, null, []],
  ];

test.each(cases)("%s", (_, overrides, usualMs, drawn) => {
  const spans = timelineSpans(buildFlowNode("job", null, { createdAtMs: 100, ...overrides }), nowMs, usualMs);
  expect(spans.map(({ kind, fromMs, toMs, open }) => `${kind} ${fromMs}-${toMs}${open ? " open" : ""}`)).toEqual(drawn);
});
