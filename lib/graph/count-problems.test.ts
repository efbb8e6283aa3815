import { expect, test } from "vitest";

import { buildFlowGroup, buildFlowNode, buildFlowView } from "@/lib/testing/build-flow-view";

import { countProblems } from "./count-problems";

test("counts single problems and every job of a problem's group, and those inside healthy groups", () => {
  const view = buildFlowView([buildFlowNode("root", null), buildFlowNode("a", "root", { state: "failed" })], {
    groups: [
      buildFlowGroup("f", "root", { bucket: "failed", count: 4_995 }),
      buildFlowGroup("c", "root", { count: 7, inside: { jobs: 9, problems: 2 } }),
    ],
  });
  expect(countProblems(view)).toBe(4_998);
});
