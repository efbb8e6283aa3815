import { expect, test } from "vitest";

import { buildCulprit } from "@/lib/testing/build-culprit";
import { buildFlowNode } from "@/lib/testing/build-flow-view";

import { chainTimes } from "./chain-times";

const link = (id: string, state: "waiting-children" | "failed" = "waiting-children") => ({
  queue: "bull:work",
  id,
  name: id,
  state,
});
const nowMs = 100_000;
const failed = buildFlowNode("dead", "b", { state: "failed", finishedAtMs: 40_000 });

test("gives one blocked ancestor all of the blocked time", () => {
  const culprit = buildCulprit({ chain: [link("a"), link("dead", "failed")], blockedMs: 30_000 });
  expect(chainTimes(culprit, [null, failed], nowMs)).toEqual([30_000, 60_000]);
});

test("shares it where every ancestor waits since the culprit began to block", () => {
  const culprit = buildCulprit({ chain: [link("a"), link("b"), link("dead", "failed")], blockedMs: 120_000 });
  expect(chainTimes(culprit, [null, null, failed], nowMs)).toEqual([60_000, 60_000, 60_000]);
});

test("says nothing where the shares are not known", () => {
  const culprit = buildCulprit({ chain: [link("a"), link("b"), link("dead", "failed")], blockedMs: 90_000 });
  expect(chainTimes(culprit, [null, null, failed], nowMs)).toEqual([null, null, 60_000]);
});
