import { expect, vi } from "vitest";

import type { Culprit } from "@/lib/core/diagnosis";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import { redisTest } from "@/lib/testing/redis-test";

import { getTriage } from "../get-triage";
import { openTestConnection } from "../test-connection";
import { expectCause } from "./test-diagnosis";
import { failedScenes } from "./test-failed-scenes";
import { goneScenes } from "./test-gone-scenes";
import { heldScenes } from "./test-held-scenes";
import { lostScenes } from "./test-lost-scenes";
import { parentScenes } from "./test-parent-scenes";
import { queueScenes } from "./test-queue-scenes";
import { playAll, prefixesOf, setPatience } from "./test-mix";
import { expectedOf } from "./test-scene";
import type { Scene } from "./test-scene";
import { slotScenes } from "./test-slot-scenes";

const scenes: readonly Scene[] = [
  ...heldScenes,
  ...lostScenes,
  ...failedScenes,
  ...goneScenes,
  ...queueScenes,
  ...slotScenes,
  ...parentScenes,
];

function rowsOf(culprits: readonly Culprit[], root: JobRef | undefined): readonly Culprit[] {
  return culprits.filter(({ roots }) => roots.some((one) => root !== undefined && jobKey(one) === jobKey(root)));
}

redisTest(
  "all causes at once in one Redis: each flow's diagnosis and triage tell its own",
  { timeout: 240_000 },
  async ({ redis, redisUrl, prefix }) => {
    const played = await playAll(scenes, { redisUrl, prefix }, redis);
    const connection = await openTestConnection({ redisUrl, prefixes: prefixesOf(played) });
    setPatience(connection, played);

    for (const { scene, chain } of played) await expectCause(connection, expectedOf(scene, chain));

    await vi.waitFor(
      async () => {
        const { culprits, truncated } = await getTriage(connection);
        expect(truncated).toBe(false);
        for (const { scene, chain } of played) {
          const rows = rowsOf(culprits, chain[0]).filter(({ severity }) => scene.blocked || severity !== "slow");
          const told = rows.map(({ cause, severity, job }) => [cause, severity, jobKey(job)]);
          const culprit = chain.at(-1);
          const own = [scene.cause, scene.severity, culprit === undefined ? "" : jobKey(culprit)];
          expect([scene.where, told]).toEqual([scene.where, scene.blocked ? [own] : []]);
        }
      },
      { timeout: 20_000, interval: 500 },
    );
  },
);

redisTest(
  "held locks and slots are told the same where a job counts as stuck after seconds, not at once",
  { timeout: 120_000 },
  async ({ redis, redisUrl, prefix }) => {
    const limits = { slowMs: 2_000, stuckMs: 4_000 };
    const played = await playAll([...heldScenes, ...slotScenes], { redisUrl, prefix }, redis);
    const connection = await openTestConnection({ redisUrl, prefixes: prefixesOf(played), ...limits });
    setPatience(connection, played);

    for (const { scene, chain } of played) await expectCause(connection, expectedOf(scene, chain));

    const { culprits } = await getTriage(connection);
    const stuck = culprits.filter(({ cause }) => cause === "hung-lock-renewed");
    expect(stuck.length).toBeGreaterThan(0);
    for (const { lock } of stuck) expect(lock?.heldMs).toBeGreaterThanOrEqual(limits.stuckMs);
  },
);
