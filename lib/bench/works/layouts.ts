import { layoutTree } from "@/lib/graph/layout-tree";
import type { TreeShape } from "@/lib/graph/layout-tree";

import { count } from "../bench-context";
import type { Work } from "../bench-context";
import { median } from "../median";
import type { Row } from "../table";
import { judge } from "../targets";

const mostMs = { 1_000: 60, 10_000: 120 } as const;

export const layouts: Work = {
  name: "layout",
  run: async ({ rounds, say }) =>
    ([1_000, 10_000] as const).map((nodes): Row => {
      const work = `layout, ${count(nodes)} nodes`;
      say(work);
      const times = Array.from({ length: rounds * 3 }, () => timeLayout(tenEach(nodes)));
      const figures = {
        ...{ wallMs: median(times), clientCpuMs: null, redisCpuMs: null },
        ...{ commands: null, bytes: null, slowestMs: null },
      };
      const measured = { ours: figures, peer: null, incomplete: null };
      return {
        ...{ work, contender: "Flowlock", figures, peer: null, note: "" },
        judgement: judge([{ kind: "at-most", name: "wallMs", most: mostMs[nodes] }], measured),
      };
    }),
};

function timeLayout(shape: TreeShape): number {
  const startedAtMs = performance.now();
  layoutTree(shape);
  return performance.now() - startedAtMs;
}

function tenEach(nodes: number): TreeShape {
  const childIds = new Map<string, readonly string[]>();
  for (let parent = 0; parent * 10 + 1 < nodes; parent += 1) {
    const first = parent * 10 + 1;
    const children = Array.from({ length: Math.min(10, nodes - first) }, (_, index) => `n${first + index}`);
    childIds.set(`n${parent}`, children);
  }
  return { rootId: "n0", childIds, roomyIds: new Set() };
}
