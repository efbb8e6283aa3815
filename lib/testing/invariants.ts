import type { Redis } from "ioredis";
import { expect } from "vitest";

import type { JobRef } from "@/lib/core/job-ref";

import { readBullmqKeys } from "./read-bullmq-keys";
import type { StoredJob } from "./read-bullmq-keys";

export type Violation = { readonly rule: string; readonly job: JobRef; readonly detail: string };

/** Fails the test when BullMQ's data under a prefix is inconsistent. To be called when no worker is in the middle of a step. */
export async function expectInvariants(redis: Redis, prefix: string): Promise<void> {
  expect(await findViolations(redis, prefix)).toEqual([]);
}

/**
 * What must hold of every job on a quiet queue: it is in exactly one state, only active jobs hold a lock and that lock
 * ends by itself, a child is in the one collection of its parent that its state and policy say, and a waiting parent
 * waits for something.
 */
export async function findViolations(redis: Redis, prefix: string): Promise<readonly Violation[]> {
  const { jobs, listedWithoutHash } = await readBullmqKeys(redis, prefix);
  const byKey = new Map(jobs.map((job) => [job.key, job]));
  return [
    ...listedWithoutHash.map((ref) => ({ rule: "id-without-hash", job: ref, detail: "listed in a state" })),
    ...jobs.flatMap((job) => [...stateViolations(job), ...parentViolations(job), ...childViolations(job, byKey)]),
  ];
}

function violation(job: StoredJob, rule: string, detail: string): Violation {
  return { rule, job: job.ref, detail };
}

function stateViolations(job: StoredJob): readonly Violation[] {
  const found: Violation[] = [];
  if (job.states.length !== 1) found.push(violation(job, "one-state", job.states.join(", ") || "none"));
  const active = job.states.includes("active");
  if (job.lockTtlMs !== -2 && !active) found.push(violation(job, "lock-without-active", job.states.join(", ")));
  if (job.lockTtlMs === -1) found.push(violation(job, "lock-without-ttl", ""));
  return found;
}

function parentViolations(job: StoredJob): readonly Violation[] {
  if (!job.states.includes("waiting-children")) return [];
  const found: Violation[] = [];
  if (job.collections.dependencies.size === 0) found.push(violation(job, "waits-for-nothing", ""));
  if (job.collections.unsuccessful.size > 0) found.push(violation(job, "waits-after-fatal-child", ""));
  return found;
}

function childViolations(job: StoredJob, byKey: ReadonlyMap<string, StoredJob>): readonly Violation[] {
  const found: Violation[] = [];
  for (const child of job.collections.dependencies) {
    const stored = byKey.get(child);
    if (stored === undefined) found.push(violation(job, "dependency-without-hash", child));
    else if (stored.parentKey !== job.key) found.push(violation(job, "dependency-of-another", child));
  }
  const parent = job.parentKey === null ? undefined : byKey.get(job.parentKey);
  if (parent === undefined) return found;
  const listedIn = (["dependencies", "processed", "failed", "unsuccessful"] as const).filter((name) =>
    parent.collections[name].has(job.key),
  );
  const wanted = collectionOf(job);
  const edgeGone = listedIn.length === 0 && job.policy === "remove";
  if (!edgeGone && (listedIn.length !== 1 || listedIn[0] !== wanted)) {
    found.push(violation(job, "edge", `${listedIn.join(", ") || "nowhere"} instead of ${wanted}`));
  }
  return found;
}

function collectionOf({
  states,
  policy,
}: StoredJob): "dependencies" | "processed" | "failed" | "unsuccessful" | "nowhere" {
  if (states.includes("completed")) return "processed";
  if (!states.includes("failed")) return "dependencies";
  if (policy === "fail-parent") return "unsuccessful";
  if (policy === "none") return "dependencies";
  return policy === "remove" ? "nowhere" : "failed";
}
