import type { FailurePolicy } from "@/lib/core/failure-policy";
import type { JobRef } from "@/lib/core/job-ref";

/** How far a job got. A job with children is `waiting-children` until they released it. */
export type RawState =
  | { readonly kind: "waiting" }
  | { readonly kind: "waiting-children" }
  | { readonly kind: "prioritized"; readonly priority: number }
  | { readonly kind: "delayed"; readonly delayMs: number }
  /** `lockMs: null`: its lock is lost. */
  | { readonly kind: "active"; readonly token: string; readonly lockMs: number | null }
  /** `returnValue` is JSON text. */
  | { readonly kind: "completed"; readonly returnValue: string }
  | { readonly kind: "failed"; readonly reason: string; readonly stack: string };

/** One job of a flow that is written raw; `data` is JSON text. */
export type RawJob = JobRef & {
  readonly name: string;
  readonly data: string;
  readonly state: RawState;
  readonly policy: FailurePolicy;
  /** The id is one that BullMQ made itself, so that the options do not name it. */
  readonly madeId: boolean;
  /** The name of the worker that ran it. */
  readonly worker: string | null;
  readonly children: readonly RawJob[];
};

/** A waiting leaf, changed by `overrides`. */
export function rawJob(ref: JobRef, overrides: Partial<RawJob> = {}): RawJob {
  return {
    ...ref,
    name: "work",
    data: "{}",
    state: { kind: "waiting" },
    policy: "none",
    madeId: false,
    worker: null,
    children: [],
    ...overrides,
  };
}
