import { expect, test } from "vitest";

import { buildJobSigns, buildQueueSigns } from "@/lib/testing/build-doctor-reading";

import { mixedVersions } from "./mixed-versions";

const byFour = buildJobSigns({ attemptsMade: true });
const byFive = buildJobSigns({ attemptsStarted: true });
const stalledBefore549 = buildJobSigns({ attemptsStarted: true, stalledCounter: true });
const stalledSince549 = buildJobSigns({ attemptsStarted: true, stc: true });
const takenOver = buildJobSigns({ attemptsMade: true, attemptsStarted: true, stalledCounter: true, stc: true });

test.each([
  ["nothing ran lately", "6.7.0", [], null],
  ["meta and jobs agree", "6.7.0", [byFive, stalledSince549], null],
  ["an old fleet is all old", "4.18.3", [byFour], null],
  ["an old 5 stalls as old", "5.34.0", [stalledBefore549], null],
  ["meta is new and a job ran on 4", "6.7.0", [byFive, byFour], ["6.7.0", "older than 5"]],
  ["meta is old and a job ran on 5", "4.18.3", [byFive], ["4.18.3", "5 or newer"]],
  ["meta is new and a job stalled on an old 5", "5.81.5", [stalledBefore549], ["5.81.5", "older than 5.49"]],
  ["meta is old and a job stalled on a new one", "5.34.0", [stalledSince549], ["5.34.0", "5.49 or newer"]],
  ["the boundary itself is new", "5.49.0", [stalledSince549], null],
  ["a job began on 4 and ran again on a new one", "6.7.0", [takenOver], null],
  ["meta tells nothing and jobs agree", null, [byFive, stalledSince549], null],
  ["meta tells nothing and jobs differ", null, [byFive, byFour], ["older than 5", "5 or newer"]],
  [
    "meta tells nothing and jobs stalled differently",
    null,
    [stalledBefore549, stalledSince549],
    ["older than 5.49", "5.49 or newer"],
  ],
] as const)("where %s", (_why, bullmqVersion, recentJobs, versions) => {
  expect(mixedVersions(buildQueueSigns("bull:q", { bullmqVersion, recentJobs }))).toEqual(versions);
});
