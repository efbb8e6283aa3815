import { expect } from "vitest";

import { redisTest } from "@/lib/testing/redis-test";

import { openTestConnection } from "../test-connection";
import { askDiagnosis, expectCause } from "./test-diagnosis";
import { heldScenes } from "./test-held-scenes";
import { lostScenes } from "./test-lost-scenes";
import { playAll, prefixesOf, setPatience } from "./test-mix";
import { expectedOf } from "./test-scene";
import { slotScenes } from "./test-slot-scenes";
import { root, Trouble } from "./test-trouble";

/** A line that never ends would keep this machine busy all the time, and no lock's time matters to it. */
const scenes = [...heldScenes, ...lostScenes, ...slotScenes].filter(({ cause }) => cause !== "priority-starved");

/** What BullMQ and Flowlock do where nobody sets anything. */
const defaults = { lockMs: 30_000, sampleMs: 5_000, slowMs: 300_000, stuckMs: 600_000 };

redisTest(
  "whatever depends on a lock's time is told the same with the times that nobody has set",
  { timeout: 2 * defaults.stuckMs },
  async ({ redis, redisUrl, prefix }) => {
    const { lockMs, ...limits } = defaults;
    const played = await playAll(scenes, { redisUrl, prefix }, redis, lockMs);
    const connection = await openTestConnection({ redisUrl, prefixes: prefixesOf(played), ...limits });
    setPatience(connection, played);

    const patienceMs = defaults.stuckMs + 4 * lockMs;
    for (const { scene, chain } of played) await expectCause(connection, expectedOf(scene, chain), patienceMs);
  },
);

redisTest(
  "with CLIENT LIST refused, nobody is said to work a queue only after a minute without a stalled check",
  { timeout: 180_000 },
  async ({ redis, redisUrl, prefix }) => {
    await redis.call("ACL", "SETUSER", prefix, "on", ">pw", "~*", "&*", "+@all", "-client|list");
    const trouble = new Trouble({ redisUrl, prefix });
    await trouble.addFlow();
    const url = redisUrl.replace("redis://", `redis://${prefix}:pw@`);
    const connection = await openTestConnection({ redisUrl: url, prefixes: [prefix], sampleMs: defaults.sampleMs });

    expect((await askDiagnosis(connection, trouble.refOf(root))).cause).toBe("unknown");
    const startedAtMs = Date.now();
    const patienceMs = 90_000;
    const expected = { cause: "no-workers", blocked: true, severity: "nobody", chain: trouble.chain } as const;
    await expectCause(connection, expected, patienceMs);

    expect(Date.now() - startedAtMs).toBeGreaterThan(50_000);
  },
);
