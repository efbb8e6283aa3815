import { expect, test } from "vitest";

import { buildDoctorReading, buildJobSigns, buildQueueSigns } from "@/lib/testing/build-doctor-reading";

import { examineRedis } from "./examine-redis";

type Given = Parameters<typeof buildDoctorReading>[0];

const pay = buildQueueSigns("bull:payments");

test.each<[string, Given]>([
  ["a Redis with nothing the matter", {}],
  ["a Redis that does not tell its settings", { server: { redisVersion: null, maxmemoryPolicy: null } }],
  ["an old Redis that is only read", { server: { redisVersion: "6.2.14" }, readRights: { kind: "no-dry-run" } }],
  ["a reader without ACL DRYRUN", { readRights: { kind: "denied" } }],
  [
    "a writer with all its rights",
    { writable: true, writeRights: { kind: "told", asked: 40, refused: [] }, queues: [pay] },
  ],
  ["a writer before any queue is known", { writable: true, writeRights: null }],
  [
    "a cluster with braces",
    { server: { cluster: true }, queues: [buildQueueSigns("{bull}:q"), buildQueueSigns("x:{a}")] },
  ],
  ["a prefix without braces on a single server", { queues: [pay] }],
])("finds nothing in %s", (_what, given) => {
  expect(examineRedis(buildDoctorReading(given))).toEqual([]);
});

test.each<[string, Given, string, string]>([
  [
    "an evicting Redis",
    { server: { maxmemoryPolicy: "allkeys-lru" } },
    "maxmemory-policy",
    "Redis may evict jobs and locks (maxmemory-policy is allkeys-lru). BullMQ needs noeviction: CONFIG SET maxmemory-policy noeviction.",
  ],
  [
    "one that evicts what expires",
    { server: { maxmemoryPolicy: "volatile-ttl" } },
    "maxmemory-policy",
    "Redis may evict locks (maxmemory-policy is volatile-ttl). BullMQ needs noeviction: CONFIG SET maxmemory-policy noeviction.",
  ],
  [
    "a replica",
    { server: { replica: true } },
    "replica",
    "REDIS_URL names a read-only replica: what is shown may lag, and actions are refused. Name the primary.",
  ],
  [
    "a writer on Redis 6",
    { server: { redisVersion: "6.2.14" }, writable: true, writeRights: { kind: "no-dry-run" } },
    "no-dry-run",
    "Redis 6.2.14 has no ACL DRYRUN: whether an action may run whole can't be checked before it starts. Redis 7 can.",
  ],
  [
    "a refused CLIENT LIST",
    { workersRefused: true },
    "client-list-denied",
    "Redis refuses CLIENT LIST, so workers are not known. To allow it: ACL SETUSER <user> +client|list.",
  ],
  [
    "a refused TIME",
    { readRights: { kind: "told", asked: 40, refused: ["time"] } },
    "time-denied",
    "Redis refuses TIME, so its clock is taken from INFO. To allow it: ACL SETUSER <user> +time.",
  ],
  [
    "refused scripts",
    { readRights: { kind: "told", asked: 40, refused: ["evalsha_ro", "script|load"] } },
    "scripts-denied",
    "Redis refuses read-only scripts. Optional, reading large flows is faster with them: ACL SETUSER <user> +evalsha_ro +script|load.",
  ],
  [
    "a writer without ACL DRYRUN",
    { writable: true, writeRights: { kind: "denied" } },
    "dry-run-denied",
    "Redis refuses ACL DRYRUN, so actions are refused: whether they may run whole can't be checked. To allow it: ACL SETUSER <user> +acl|dryrun +acl|whoami.",
  ],
  [
    "a writer who lacks some commands",
    { writable: true, writeRights: { kind: "told", asked: 40, refused: ["rpush", "evalsha"] }, queues: [pay] },
    "actions-denied",
    "Redis refuses what actions need. To allow it: ACL SETUSER <user> +rpush +evalsha.",
  ],
  [
    "a writer who may not touch the keys",
    { writable: true, writeRights: { kind: "told", asked: 2, refused: ["get", "set"] }, queues: [pay] },
    "actions-denied",
    "Redis refuses what actions need. To allow it: ACL SETUSER <user> ~bull:* +get +set.",
  ],
  [
    "a cluster without braces",
    { server: { cluster: true }, queues: [pay, buildQueueSigns("{x}:y")], phantoms: ["shop:mail"] },
    "prefix-without-braces",
    "On a Redis Cluster BullMQ needs a prefix in braces, or adding fails with CROSSSLOT: {bull} instead of bull, shop.",
  ],
  [
    "braces around nothing",
    { server: { cluster: true }, queues: [buildQueueSigns("{}bull:q")] },
    "prefix-without-braces",
    "On a Redis Cluster BullMQ needs a prefix in braces, or adding fails with CROSSSLOT: {bull} instead of {}bull.",
  ],
  [
    "ioredis' keyPrefix",
    { queues: [buildQueueSigns("x:bull:q", { hashesAt: "bull:q" })] },
    "key-prefix",
    "ioredis' keyPrefix x: tears x:bull:q apart: lists lie there, jobs below bull:q. Use BullMQ's prefix option instead.",
  ],
  [
    "versions mixed in one queue",
    { queues: [buildQueueSigns("bull:q", { recentJobs: [buildJobSigns({ attemptsMade: true })] })] },
    "mixed-versions",
    "Different BullMQ versions work bull:q (6.7.0 and older than 5). Pausing such a queue can lose jobs: bring all its processes to one version.",
  ],
  [
    "a BullMQ with the renewal fault",
    { queues: ["a", "b", "c", "d"].map((name) => buildQueueSigns(`bull:${name}`, { bullmqVersion: "5.34.0" })) },
    "version-renews-after-end",
    "BullMQ before 5.34.1 keeps renewing a job's lock after its processor has ended, where the call that completes it never settles. Upgrade what works bull:a, bull:b, bull:c and 1 more.",
  ],
  [
    "a BullMQ that ignores deferred failures",
    { queues: [buildQueueSigns("bull:q", { bullmqVersion: "5.48.1" })] },
    "version-ignores-deferred-failure",
    "BullMQ before 5.49.2 completes a parent that a newer BullMQ has marked to fail. Upgrade what works bull:q.",
  ],
  [
    "a Queue that was built and never used",
    { phantoms: ["bul:payments"] },
    "phantom-queues",
    "1 queue has a meta key but never had a job: bul:payments. Somebody built a Queue there; a wrong name or prefix does this.",
  ],
])("warns of %s", (_what, given, code, text) => {
  expect(examineRedis(buildDoctorReading(given))).toEqual([{ code, text }]);
});

test("names are cut, so that no name makes a text unreadable", () => {
  const [warning] = examineRedis(buildDoctorReading({ phantoms: [`bull:${"x".repeat(5_000)}`] }));
  expect(warning?.text.length).toBeLessThan(250);
});
