import { expect, test } from "vitest";

import { buildJobReading } from "@/lib/testing/build-job-reading";
import { buildQueueReading, buildWorker } from "@/lib/testing/build-queue-reading";

import { hasOtherFreeSlot } from "./other-free-slot";

const free = (name: string | null) => buildWorker({ name, hasFreeSlot: true });
const busy = (name: string | null) => buildWorker({ name, hasFreeSlot: false });

test.each([
  ["nobody is connected", "a", [], false],
  ["only the holder is connected, with a free slot", "a", [free("a")], false],
  ["another worker is busy", "a", [busy("a"), busy("b")], false],
  ["another worker is free", "a", [busy("a"), free("b")], true],
  ["the holder is gone and another is free", "a", [free("b")], true],
  ["the holder's name is shared and one of them is free", "a", [busy("a"), free("a")], true],
  ["workers have no names and there is only one", null, [free(null)], false],
  ["workers have no names and one of two is free", null, [busy(null), free(null)], true],
  ["workers can't be listed", "a", null, null],
] as const)("when %s", (_, processedBy, workers, expected) => {
  expect(hasOtherFreeSlot(buildJobReading({ processedBy }), buildQueueReading({ workers }))).toBe(expected);
});
