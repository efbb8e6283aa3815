import { expect, test } from "vitest";

import { buildFlowGroup, buildFlowNode, buildFlowView } from "@/lib/testing/build-flow-view";

import { toFlowTree } from "./flow-tree";
import { toOutlineRows } from "./outline-rows";
import { toTimeline } from "./timeline";

const named = (id: string, overrides: Parameters<typeof buildFlowNode>[2]) =>
  buildFlowNode(id, "root", { job: { queue: "bull:work", id, name: "resize" }, ...overrides });

test("calls a run longer than usual by what finished siblings of the same name took", () => {
  const view = buildFlowView(
    [
      buildFlowNode("root", null, { state: "waiting-children", createdAtMs: 0 }),
      named("busy", { state: "active", createdAtMs: 0, processedAtMs: 100 }),
    ],
    {
      groups: [
        buildFlowGroup("g", "root", {
          name: "resize",
          heldMs: { p50: 20, p95: 50, steps: [20, 50] },
          ran: { fromMs: 10, toMs: 90, counts: [1, 1] },
        }),
      ],
    },
  );
  const { spans, instants } = toTimeline(toOutlineRows(toFlowTree(view), new Set()), 1_000);
  expect(spans.get("bull:work:busy")?.map(({ kind, fromMs, toMs }) => [kind, fromMs, toMs])).toEqual([
    ["queued", 0, 100],
    ["active", 100, 150],
    ["beyond", 150, 1_000],
  ]);
  expect([...new Set(instants)].sort((a, b) => a - b)).toEqual([0, 10, 90, 100, 1_000]);
});
