import "server-only";

import type { Redis } from "ioredis";

import type { JobRef } from "@/lib/core/job-ref";

import type { OpenConnection } from "../open-connection";
import { patientLimits } from "./test-scene";
import type { Scene } from "./test-scene";
import { Trouble } from "./test-trouble";
import type { Place } from "./test-trouble";

/** A scene that has been made in a prefix of its own. */
export type Played = { readonly scene: Scene; readonly trouble: Trouble; readonly chain: readonly JobRef[] };

/** Scenes that begin together are few enough for their short locks to be renewed in time. */
const atOnce = 4;

/** Makes all these scenes in one Redis, each in its own prefix; their workers' locks last `lockMs` where a scene does not say otherwise. */
export async function playAll(
  scenes: readonly Scene[],
  { redisUrl, prefix }: Place,
  redis: Redis,
  lockMs?: number,
): Promise<readonly Played[]> {
  const played: Played[] = [];
  for (let start = 0; start < scenes.length; start += atOnce) {
    const some = scenes.slice(start, start + atOnce).map(async (scene, index) => {
      const place = { redisUrl, prefix: `${prefix}-${start + index}` };
      const trouble = new Trouble(place, scene.generations?.[0], lockMs);
      return { scene, trouble, chain: (await scene.arrange(trouble, redis)) ?? trouble.chain };
    });
    played.push(...(await Promise.all(some)));
  }
  return played;
}

export function prefixesOf(played: readonly Played[]): readonly string[] {
  return played.flatMap(({ trouble }) => trouble.prefixes);
}

/** Gives the jobs of patient scenes the limits that they are never slow by. */
export function setPatience(connection: OpenConnection, played: readonly Played[]): void {
  for (const { scene, trouble } of played) {
    if (scene.patient !== true) continue;
    for (const name of ["charge-card", "hog"])
      connection.limits.put({ queue: `${trouble.prefix}:cards`, name, ...patientLimits, muteUntilAtMs: null });
  }
}
