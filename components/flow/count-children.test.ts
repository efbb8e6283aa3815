import { expect, test } from "vitest";

import { buildFlowGroup, buildFlowNode, buildFlowView } from "@/lib/testing/build-flow-view";

import { countChildren } from "./count-children";

const root = buildFlowNode("root", null, {
  state: "waiting-children",
  children: { processed: 9, unprocessed: 8, ignored: 1, failed: 0 },
});

test("takes what is known to be wrong out of the pending children and keeps Redis' total", () => {
  const view = buildFlowView(
    [
      root,
      buildFlowNode("a", "root", { state: "active", verdict: "probably-stuck" }),
      buildFlowNode("b", "root", { state: "failed", cause: "child-failed-no-policy" }),
      buildFlowNode("c", "a"),
    ],
    { groups: [buildFlowGroup("g", "root", { bucket: "dead-end", count: 3 })] },
  );
  expect(countChildren(root, view)).toEqual({
    total: 18,
    kinds: [
      { kind: "done", count: 9 },
      { kind: "stuck", count: 1 },
      { kind: "dead-end", count: 4 },
      { kind: "left", count: 3 },
      { kind: "failed", count: 1 },
    ],
  });
});

test("never counts more pending children than Redis lists", () => {
  const small = buildFlowNode("root", null, { children: { processed: 0, unprocessed: 1, ignored: 0, failed: 0 } });
  const view = buildFlowView([small], { groups: [buildFlowGroup("g", "root", { bucket: "dead-end", count: 3 })] });
  expect(countChildren(small, view)).toEqual({ total: 1, kinds: [{ kind: "dead-end", count: 1 }] });
});
