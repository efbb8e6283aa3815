import { expect, vi } from "vitest";

import { scenes } from "@/lib/actions/test-scenes";
import type { ActivityEntry } from "@/lib/contract/record-schemas";
import { six } from "@/lib/testing/bullmq-generations";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { addChild } from "@/lib/testing/hold-child";
import { readKeys } from "@/lib/testing/read-keys";
import { redisTest } from "@/lib/testing/redis-test";

import { getOperation } from "./actions/get-operation";
import { addDelayed } from "./actions/test-delayed-jobs";
import { callerOf } from "./caller";
import { listActivity } from "./list-activity";
import { performAction } from "./perform-action";
import { previewAction } from "./preview-action";
import { openTestConnection } from "./test-connection";

const kept = (connection: Parameters<typeof listActivity>[0]) => listActivity(connection, { limit: 100 });

redisTest(
  "each action leaves who, what, why, what was shown, and what became of it, in the store and as a line",
  async ({ redis, redisUrl, prefix }) => {
    const lines: string[] = [];
    const place = { redisUrl, prefixes: null, id: prefix, writable: true, store: "redis" } as const;
    const connection = await openTestConnection({ ...place, writeAudit: (line) => lines.push(line) });
    for (const [index, scene] of scenes.entries()) {
      const { job, options } = await scene.stage({ redis, redisUrl, prefix: `${prefix}-${index}`, generation: six });
      const { action } = scene;
      const { previewId, outcomes } = await previewAction(connection, { action, jobs: [job], options });
      const [outcome] = outcomes;
      if (outcome === undefined) throw new Error("A preview of one job has one outcome.");
      const request = { action, reason: scene.name, options, previewId };
      const jobs = [{ ...job, seen: outcome.seen }];

      const { results: [done] = [] } = await performAction(
        connection,
        { ...request, jobs },
        callerOf(`first ${index}`),
      );
      const { results: [late] = [] } = await performAction(connection, request, callerOf(`second ${index}`));

      expect(done).toMatchObject({ result: "done", code: null });
      expect(late?.result).not.toBe("done");
      const [newest, before] = (await kept(connection)).entries;
      const common = { operator: null, role: "operator", address: null, what: action, job, reason: scene.name };
      const preview = { id: previewId, text: outcome.text };
      const told = [
        { ...common, requestId: `second ${index}`, preview, result: late?.result, code: late?.code },
        { ...common, requestId: `first ${index}`, preview, result: "done", code: null },
      ];
      const fates = [late, done].map((one) => ({
        ...{ before: one?.before, after: one?.after },
        snapshotId: one?.snapshotId ?? null,
      }));
      expect([newest, before]).toEqual(
        told.map((one, at) => ({
          ...one,
          ...fates[at],
          id: expect.any(String),
          atMs: expect.any(Number),
          operationId: expect.any(String),
        })),
      );
      expect(lines.slice(-2).toReversed().map(toEntry)).toEqual([newest, before]);
    }
  },
);

function toEntry(line: string): ActivityEntry {
  expect(line).not.toMatch(/[\r\n]/);
  const { audit }: { readonly audit: ActivityEntry } = JSON.parse(line);
  return audit;
}

redisTest("a refusal tells the command that Redis refuses", async ({ redis, redisUrl, prefix }) => {
  await redis.call("ACL", "SETUSER", prefix, "on", ">pw", "~*", "&*", "+@all", "-xadd");
  const url = redisUrl.replace("redis://", `redis://${prefix}:pw@`);
  const connection = await openTestConnection({ redisUrl: url, prefixes: [prefix], writable: true });
  const { child } = await addChild({ redisUrl, prefix, childOptions: { delay: 60_000 } });
  const { previewId } = await previewAction(connection, { action: "promote", jobs: [child] });

  await performAction(connection, { action: "promote", reason: "now", previewId }, callerOf("r"));

  expect((await kept(connection)).entries).toMatchObject([
    {
      what: "promote",
      job: child,
      result: "refused",
      code: "redis-denied",
      denied: "xadd",
      before: { state: "delayed" },
    },
  ]);
  await redis.call("ACL", "DELUSER", prefix);
});

redisTest(
  "who may only read changes nothing and leaves a trace, whatever the job's id holds",
  async ({ redis, redisUrl, prefix }) => {
    const id = '1\r\n{"audit":{"what":"remove"}}\u2028\u0000';
    const lines: string[] = [];
    const connection = await openTestConnection({
      ...{ redisUrl, prefixes: [prefix], writable: false },
      writeAudit: (line) => lines.push(line),
    });
    const { child } = await addChild({ redisUrl, prefix, ids: { child: id } });
    const before = await readKeys(redis, prefix);
    const { previewId, outcomes } = await previewAction(connection, { action: "remove", jobs: [child] });

    const refused = performAction(connection, { action: "remove", reason: "a\r\nb", previewId }, callerOf("r"));

    await expect(refused).rejects.toMatchObject({ code: "read-only" });
    expect(outcomes).toMatchObject([{ allowed: false, refusal: "read-only" }]);
    expect(lines.map(toEntry)).toMatchObject([
      {
        what: "remove",
        job: child,
        reason: "a\r\nb",
        result: "refused",
        code: "read-only",
        preview: { id: previewId },
      },
    ]);
    expect(await readKeys(redis, prefix)).toEqual(before);
  },
);

redisTest("a preview's id that was never given is in no record", async ({ redisUrl, prefix }) => {
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix], writable: true });
  const { child } = await addChild({ redisUrl, prefix });
  const { outcomes } = await previewAction(connection, { action: "remove", jobs: [child] });
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error("A preview of one job has one outcome.");
  const jobs = [{ ...child, seen: outcome.seen }];

  await performAction(connection, { action: "remove", jobs, reason: "x", previewId: "forged" }, callerOf("r"));

  expect((await kept(connection)).entries).toMatchObject([{ what: "remove", result: "done", preview: null }]);
});

redisTest(
  "what was shown of other jobs, or of another way to act, is in no record as shown of these",
  async ({ redisUrl, prefix }) => {
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix], writable: true });
    const queue = await addDelayed({ redisUrl, prefix }, 60);
    const refs = Array.from({ length: 60 }, (_, at) => ({ queue: `${prefix}:mail`, id: String(at + 1) }));
    const [first, rest] = [refs.slice(0, 26), refs.slice(26)];
    const shown = await previewAction(connection, { action: "promote", jobs: first });
    const { outcomes } = await previewAction(connection, { action: "promote", jobs: rest });
    const jobs = outcomes.map(({ job, seen }) => ({ queue: job.queue, id: job.id, seen }));
    const request = { action: "promote", reason: "x", jobs, previewId: shown.previewId } as const;
    const [one] = rest;
    if (one === undefined) throw new Error("There are sixty.");
    const plain = await previewAction(connection, { action: "remove", jobs: [one] });
    const [seen] = plain.outcomes.map((outcome) => ({ ...one, seen: outcome.seen }));
    if (seen === undefined) throw new Error("A preview of one job has one outcome.");

    const { operationId } = await performAction(connection, request, callerOf("many"));
    const other = { action: "remove" as const, reason: "x", jobs: [seen], previewId: plain.previewId };
    await performAction(connection, { ...other, options: { children: true } }, callerOf("other way"));

    await vi.waitFor(async () =>
      expect((await getOperation(connection, operationId, { limit: 1 })).status).toBe("done"),
    );
    const { entries } = await kept(connection);
    expect(entries.filter(({ requestId }) => requestId === "other way")).toMatchObject([{ preview: null }]);
    expect(entries.filter(({ what }) => what === "start-operation")).toMatchObject([{ preview: null }]);
    await queue.close();
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);
