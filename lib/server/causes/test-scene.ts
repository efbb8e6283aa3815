import "server-only";

import type { Redis } from "ioredis";
import { expect } from "vitest";

import type { CauseId, Severity } from "@/lib/core/cause";
import type { JobRef } from "@/lib/core/job-ref";
import { six } from "@/lib/testing/bullmq-generations";
import type { Generation } from "@/lib/testing/bullmq-generations";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { redisTest } from "@/lib/testing/redis-test";

import { openTestConnection } from "../test-connection";
import { expectCause } from "./test-diagnosis";
import type { Expected } from "./test-diagnosis";
import { Trouble } from "./test-trouble";

/** One way into one cause, and what the diagnosis must say then. */
export type Scene = {
  readonly cause: CauseId;
  readonly blocked: boolean;
  readonly severity: Severity;
  readonly where: string;
  /** BullMQ 6 where it is not given. */
  readonly generations?: readonly Generation[];
  /** Nobody's job counts as slow in it, however long it is held here. */
  readonly patient?: boolean;
  readonly headline?: string | RegExp;
  /** Which link of the chain is asked beside the root; the culprit where it is not given. */
  readonly asked?: number;
  /** BullMQ alone has made it, so its data are sound. */
  readonly sound?: boolean;
  /** Makes the state and answers the chain, root first; the shop's own three jobs where it answers nothing. */
  readonly arrange: (trouble: Trouble, redis: Redis) => Promise<readonly JobRef[] | void>;
};

/** Each scene with each of its generations, alone in its prefix, asked through the handler of `GET …/diagnosis`. */
export function testScenes(scenes: readonly Scene[]): void {
  for (const scene of scenes) {
    redisTest.for(scene.generations ?? [six])(
      `${scene.where}: ${scene.cause} ($name)`,
      async (generation, { redis, redisUrl, prefix }) => {
        const trouble = new Trouble({ redisUrl, prefix }, generation);
        const chain = (await scene.arrange(trouble, redis)) ?? trouble.chain;
        const connection = await openTestConnection({ redisUrl, prefixes: trouble.prefixes, ...limitsOf(scene) });

        await expectCause(connection, expectedOf(scene, chain));
        if (scene.sound === true) expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
      },
    );
  }
}

export const patientLimits = { slowMs: 3_600_000, stuckMs: 7_200_000 };

function limitsOf({ patient }: Scene) {
  return patient === true ? patientLimits : {};
}

export function expectedOf({ cause, blocked, severity, headline, asked }: Scene, chain: readonly JobRef[]): Expected {
  return {
    cause,
    blocked,
    severity,
    chain,
    ...(headline === undefined ? {} : { headline }),
    ...(asked === undefined ? {} : { asked: chain.slice(asked, asked + 1) }),
  };
}
