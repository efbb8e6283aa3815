import { z } from "zod";

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
  chain: z.array(namedJobSchema.extend({ state: stateSchema })),
  roots: z.array(anyJobRefSchema),
  flows: z.number().int(),
  blockedMs: z.number(),
  lock: lockStateSchema.nullable(),
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
  total: z.number().int(),
  truncated: z.boolean(),
});

export const groupSchema = z.object({
  id: z.string(),
  parent: anyJobRefSchema,
  queue: z.string(),
  name: z.string().nullable(),
  bucket: z.union([stateSchema, z.literal("dead-end"), verdictSchema]),
  count: z.number().int(),
  worst: verdictSchema.nullable(),
  heldMs: z.object({ p50: z.number(), p95: z.number(), steps: z.array(z.number()) }).nullable(),
  ran: z.object({ fromMs: instantSchema, toMs: instantSchema, counts: z.array(z.number().int()) }).nullable(),
});

export const flowViewSchema = z.object({
  readAtMs: instantSchema,
  root: anyJobRefSchema,
  requested: anyJobRefSchema,
  total: z.number().int(),
  byState: z.partialRecord(stateSchema, z.number().int()),
  exact: z.boolean(),
  nodes: z.array(nodeSchema),
  groups: z.array(groupSchema),
  shown: z.number().int(),
  truncated: z.boolean(),
  diagnosis: diagnosisSchema,
});

export const flowsPageSchema = z.object({
  readAtMs: instantSchema,
  flows: z.array(
    z.object({
      root: namedJobSchema,
      state: stateSchema,
      createdAtMs: instantSchema.nullable(),
      children: countsSchema,
      blocked: z.boolean(),
      cause: z.enum(causeIds).nullable(),
    }),
  ),
  cursor: cursorSchema,
  /** Only the newest jobs of each collection were looked at for roots. */
  truncated: z.boolean(),
});

export const triageSchema = z.object({
  readAtMs: instantSchema,
  checked: z.object({ parents: z.number().int(), locks: z.number().int() }),
  blockedFlows: z.number().int(),
  culprits: z.array(culpritSchema),
  total: z.number().int(),
  truncated: z.boolean(),
  cleared: z.number().int(),
});

const queueCountsSchema = z.object({
  waiting: z.number().int(),
  active: z.number().int(),
  prioritized: z.number().int(),
  delayed: z.number().int(),
  "waiting-children": z.number().int(),
  completed: z.number().int(),
  failed: z.number().int(),
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
      workers: z.number().int().nullable(),
      bullmqVersion: z.string().nullable(),
      limits: z.object({
        concurrency: z.number().nullable(),
        rateMax: z.number().nullable(),
        rateDurationMs: z.number().nullable(),
        rateLimitedForMs: z.number().nullable(),
      }),
      oldestWaitingMs: z.number().nullable(),
      damaged: damagedSchema,
    }),
  ),
});

export const workersPageSchema = z.object({
  readAtMs: instantSchema,
  available: z.boolean(),
  reason: z.enum(["redis-denied"]).nullable(),
  workers: z.array(
    z.object({
      id: z.string(),
      name: z.string().nullable(),
      queues: z.array(z.string()),
      address: z.string().nullable(),
      connectedMs: z.number().nullable(),
      locks: z.number().int(),
      suspects: z.number().int(),
      occupiedSlots: z.array(anyJobRefSchema),
    }),
  ),
});

export type FlowsPage = z.infer<typeof flowsPageSchema>;
export type Triage = z.infer<typeof triageSchema>;
export type QueuesPage = z.infer<typeof queuesPageSchema>;
export type WorkersPage = z.infer<typeof workersPageSchema>;
