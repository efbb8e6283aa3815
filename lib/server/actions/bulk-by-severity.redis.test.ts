import { expect } from "vitest";

import type { JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";
import { redisTest } from "@/lib/testing/redis-test";
import { writeJob, writeParent, writePendingEdge } from "@/lib/testing/seed-by-hand";

import { getTriage } from "../get-triage";
import { previewAction } from "../preview-action";
import { openTestConnection } from "../test-connection";

const failed = limits.triageRowsMax + 100;
const failure = { processedOn: "2", finishedOn: "3", atm: "1", failedReason: "declined" };

redisTest(
  "a section of triage is acted on whole, beyond the rows that are sent; a queue's row is none of its jobs",
  async ({ redis, redisUrl, prefix }) => {
    const ref = (queue: string, id: string): JobRef => ({ queue: `${prefix}:${queue}`, id });
    const root = ref("orders", "root");
    const seed = redis.pipeline();
    for (const name of ["orders", "cards", "labels"]) seed.hset(`${prefix}:${name}:meta`, "opts.maxLenEvents", "10000");
    writeParent(seed, root);
    for (let index = 0; index < failed; index += 1) {
      const card = ref("cards", `card-${index}`);
      writeJob(seed, card, { ...failure, name: index === 0 ? "refund" : "charge" });
      writePendingEdge(seed, root, card);
      seed.zadd(`${card.queue}:failed`, 3, card.id);
    }
    const [other, label] = [ref("orders", "other"), ref("labels", "label-1")];
    writeParent(seed, other);
    writeJob(seed, label);
    writePendingEdge(seed, other, label);
    seed.lpush(`${label.queue}:wait`, label.id);
    await seed.exec();
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix], writable: true });
    const retry = { action: "retry" } as const;

    const triage = await getTriage(connection);
    const all = await previewAction(connection, { ...retry, filter: { severity: "dead-end" } });
    const narrow = { severity: "dead-end", cause: "child-failed-no-policy", name: "refund" } as const;
    const named = await previewAction(connection, { ...retry, filter: narrow });
    const nobody = await previewAction(connection, { ...retry, filter: { severity: "nobody" } });

    expect([triage.culprits.length, triage.total, triage.truncated]).toEqual([500, failed + 1, true]);
    expect(triage.sections).toEqual([
      { severity: "dead-end", total: failed, jobs: failed },
      { severity: "nobody", total: 1, jobs: 0 },
    ]);
    expect([all.totals.jobs, all.totals.allowed, all.outcomes.length]).toEqual([failed, failed, limits.pageMax]);
    expect(named.outcomes.map(({ job }) => job)).toEqual([{ ...ref("cards", "card-0"), name: "refund" }]);
    expect([nobody.totals.jobs, nobody.truncated]).toEqual([0, false]);
  },
);
