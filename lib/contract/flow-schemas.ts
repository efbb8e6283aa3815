import * as z from "zod/mini";

import { actionIds } from "@/lib/core/action";
import { causeIds, severities } from "@/lib/core/cause";

import {
  anyJobRefSchema,
  countsSchema,
  cursorSchema,
  damagedSchema,
  instantSchema,
  lockStateSchema,
  namedJobSchema,
  nodeSchema,
  stateSchema,
  verdictSchema,
} from "./job-schemas";

export const factSchema = z.object({
  kind: z.enum(["fact", "guess", "unknown"]),
  text: z.string(),
  evidence: z.array(z.object({ command: z.string(), key: z.string(), value: z.string(), readAtMs: instantSchema })),
});

export const culpritSchema = z.object({
  job: namedJobSchema,
  state: stateSchema,
  cause: z.enum(causeIds),
  severity: z.enum(severities),
  headline: z.string(),
  facts: z.array(factSchema),
  chain: z.array(z.extend(namedJobSchema, { state: stateSchema })),
  roots: z.array(anyJobRefSchema),
  flows: z.int(),
  blockedMs: z.number(),
  lock: z.nullable(lockStateSchema),
  actions: z.array(z.enum(actionIds)),
});

export const diagnosisSchema = z.object({
  readAtMs: instantSchema,
  job: anyJobRefSchema,
  root: anyJobRefSchema,
  blocked: z.boolean(),
  cause: z.enum(causeIds),
  headline: z.string(),
  culprits: z.array(culpritSchema),
  total: z.int(),
  truncated: z.boolean(),
});

export const groupSchema = z.object({
  id: z.string(),
  parent: anyJobRefSchema,
  queue: z.string(),
  name: z.nullable(z.string()),
  bucket: z.union([stateSchema, z.literal("dead-end"), verdictSchema]),
  count: z.int(),
  worst: z.nullable(verdictSchema),
  heldMs: z.nullable(z.object({ p50: z.number(), p95: z.number(), steps: z.array(z.number()) })),
  ran: z.nullable(z.object({ fromMs: instantSchema, toMs: instantSchema, counts: z.array(z.int()) })),
  inside: z.object({ jobs: z.int(), problems: z.int() }),
  leadsTo: z.nullable(anyJobRefSchema),
});

export const flowViewSchema = z.object({
  readAtMs: instantSchema,
  root: anyJobRefSchema,
  requested: anyJobRefSchema,
  total: z.int(),
  byState: z.partialRecord(stateSchema, z.int()),
  exact: z.boolean(),
  nodes: z.array(nodeSchema),
  groups: z.array(groupSchema),
  shown: z.int(),
  truncated: z.boolean(),
  diagnosis: diagnosisSchema,
});

export const flowFindSchema = z.object({
  readAtMs: instantSchema,
  root: anyJobRefSchema,
  matches: z.array(
    z.object({
      job: namedJobSchema,
      state: stateSchema,
      verdict: z.nullable(verdictSchema),
      /** How far below the root it stands, which is 0. */
      depth: z.int(),
      /** From the root to the job itself; of a way too long to name, the root and the nearest ones. */
      path: z.array(anyJobRefSchema),
    }),
  ),
  /** Matches among the jobs that were looked at, listed or not. */
  total: z.int(),
  searched: z.int(),
  /** Jobs, data or matches were left out. */
  truncated: z.boolean(),
  /** The search read jobs' data, which is slow. */
  readsData: z.boolean(),
  cursor: cursorSchema,
});

export const flowsPageSchema = z.object({
  readAtMs: instantSchema,
  flows: z.array(
    z.object({
      root: namedJobSchema,
      state: stateSchema,
      createdAtMs: z.nullable(instantSchema),
      children: countsSchema,
      blocked: z.boolean(),
      cause: z.nullable(z.enum(causeIds)),
    }),
  ),
  cursor: cursorSchema,
  /** Only the newest jobs of each collection were looked at for roots. */
  truncated: z.boolean(),
});

export const triageSchema = z.object({
  readAtMs: instantSchema,
  checked: z.object({ parents: z.int(), locks: z.int() }),
  blockedFlows: z.int(),
  culprits: z.array(culpritSchema),
  total: z.int(),
  /** All culprits by severity, those that are not sent included; `jobs` are not a queue's: `filter.severity` of a preview finds these. */
  sections: z.array(z.object({ severity: z.enum(severities), total: z.int(), jobs: z.int() })),
  truncated: z.boolean(),
  cleared: z.int(),
});

const queueCountsSchema = z.object({
  waiting: z.int(),
  active: z.int(),
  prioritized: z.int(),
  delayed: z.int(),
  "waiting-children": z.int(),
  completed: z.int(),
  failed: z.int(),
});

export const queuesPageSchema = z.object({
  readAtMs: instantSchema,
  discovering: z.boolean(),
  queues: z.array(
    z.object({
      queue: z.string(),
      prefix: z.string(),
      name: z.string(),
      paused: z.boolean(),
      counts: queueCountsSchema,
      workers: z.nullable(z.int()),
      bullmqVersion: z.nullable(z.string()),
      limits: z.object({
        concurrency: z.nullable(z.number()),
        rateMax: z.nullable(z.number()),
        rateDurationMs: z.nullable(z.number()),
        rateLimitedForMs: z.nullable(z.number()),
      }),
      oldestWaitingMs: z.nullable(z.number()),
      damaged: damagedSchema,
    }),
  ),
});

const workerSchema = z.object({
  id: z.string(),
  name: z.nullable(z.string()),
  queues: z.array(z.string()),
  address: z.nullable(z.string()),
  connectedMs: z.nullable(z.number()),
  /** When it last asked Redis for work or renewed a lock, as far as that shows. */
  lastSeenAtMs: z.nullable(instantSchema),
  /** How far its clock is ahead of Redis', below 0 behind; `null` where no run of it tells. */
  clockOffMs: z.nullable(z.number()),
  locks: z.int(),
  suspects: z.int(),
  /** Jobs that were failed or retried here while this worker ran them: their code may still hold a slot each. */
  occupiedSlots: z.array(anyJobRefSchema),
  /** Why it should be restarted, where it should. */
  advice: z.nullable(z.string()),
});

export const workersPageSchema = z.object({
  readAtMs: instantSchema,
  available: z.boolean(),
  reason: z.nullable(z.enum(["redis-denied"])),
  workers: z.array(workerSchema),
});

export const workerPageSchema = z.object({
  readAtMs: instantSchema,
  available: z.boolean(),
  reason: z.nullable(z.enum(["redis-denied"])),
  /** `null`: no worker of this name or id is connected. */
  worker: z.nullable(workerSchema),
  /** The locks that it holds, most suspicious first, and how often each job has stalled. */
  locks: z.array(z.object({ lock: lockStateSchema, stalls: z.int() })),
  /** Runs that still hold a slot though their job was failed or retried here. */
  occupied: z.array(z.object({ job: namedJobSchema, action: z.enum(["fail", "retry"]), sinceAtMs: instantSchema })),
  truncated: z.boolean(),
});

export type FlowsPage = z.infer<typeof flowsPageSchema>;
export type Triage = z.infer<typeof triageSchema>;
export type QueuesPage = z.infer<typeof queuesPageSchema>;
export type WorkersPage = z.infer<typeof workersPageSchema>;
export type WorkerPage = z.infer<typeof workerPageSchema>;
