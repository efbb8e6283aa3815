import type { Redis } from "ioredis";
import { expect, vi } from "vitest";

import type { Culprit } from "@/lib/core/diagnosis";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import { redisTest } from "@/lib/testing/redis-test";

import { getTriage } from "../get-triage";
import type { OpenConnection } from "../open-connection";
import { openTestConnection } from "../test-connection";
import { expectCause } from "./test-diagnosis";
import { failedScenes } from "./test-failed-scenes";
import { goneScenes } from "./test-gone-scenes";
import { heldScenes } from "./test-held-scenes";
import { lostScenes } from "./test-lost-scenes";
import { parentScenes } from "./test-parent-scenes";
import { queueScenes } from "./test-queue-scenes";
import { expectedOf, patientLimits } from "./test-scene";
import type { Scene } from "./test-scene";
import { slotScenes } from "./test-slot-scenes";
import { Trouble } from "./test-trouble";
import type { Place } from "./test-trouble";

const scenes: readonly Scene[] = [
  ...heldScenes,
  ...lostScenes,
  ...failedScenes,
  ...goneScenes,
  ...queueScenes,
  ...slotScenes,
  ...parentScenes,
];

type Played = { readonly scene: Scene; readonly trouble: Trouble; readonly chain: readonly JobRef[] };

/** Scenes that begin together are few enough for their short locks to be renewed in time. */
const atOnce = 4;

async function playAll({ redisUrl, prefix }: Place, redis: Redis): Promise<readonly Played[]> {
  const played: Played[] = [];
  for (let start = 0; start < scenes.length; start += atOnce) {
    const some = scenes.slice(start, start + atOnce).map(async (scene, index) => {
      const place = { redisUrl, prefix: `${prefix}-${start + index}` };
      const trouble = new Trouble(place, scene.generations?.[0]);
      return { scene, trouble, chain: (await scene.arrange(trouble, redis)) ?? trouble.chain };
    });
    played.push(...(await Promise.all(some)));
  }
  return played;
}

function setPatience(connection: OpenConnection, played: readonly Played[]): void {
  for (const { scene, trouble } of played) {
    if (scene.patient !== true) continue;
    for (const name of ["charge-card", "hog"])
      connection.limits.put({ queue: `${trouble.prefix}:cards`, name, ...patientLimits, muteUntilAtMs: null });
  }
}

function rowsOf(culprits: readonly Culprit[], root: JobRef | undefined): readonly Culprit[] {
  return culprits.filter(({ roots }) => roots.some((one) => root !== undefined && jobKey(one) === jobKey(root)));
}

redisTest(
  "all causes at once in one Redis: each flow's diagnosis and triage tell its own",
  { timeout: 240_000 },
  async ({ redis, redisUrl, prefix }) => {
    const played = await playAll({ redisUrl, prefix }, redis);
    const prefixes = played.flatMap(({ trouble }) => trouble.prefixes);
    const connection = await openTestConnection({ redisUrl, prefixes });
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
