import type { ActionId } from "./action";
import type { CauseId, Severity } from "./cause";
import type { JobRef, NamedJob } from "./job-ref";
import type { State } from "./job-state";
import type { LockState } from "./lock-state";

export type Evidence = {
  readonly command: string;
  readonly key: string;
  readonly value: string;
  readonly readAtMs: number;
};

export type Fact = {
  readonly kind: "fact" | "guess" | "unknown";
  readonly text: string;
  readonly evidence: readonly Evidence[];
};

export type ChainLink = NamedJob & { readonly state: State };

export type Culprit = {
  readonly job: NamedJob;
  readonly state: State;
  readonly cause: CauseId;
  readonly severity: Severity;
  readonly headline: string;
  readonly facts: readonly Fact[];
  /** True root first, culprit last. */
  readonly chain: readonly ChainLink[];
  readonly roots: readonly JobRef[];
  readonly flows: number;
  readonly blockedMs: number;
  readonly lock: LockState | null;
  readonly actions: readonly ActionId[];
};

export type Diagnosis = {
  readonly readAtMs: number;
  readonly job: JobRef;
  readonly root: JobRef;
  readonly blocked: boolean;
  readonly cause: CauseId;
  readonly headline: string;
  readonly culprits: readonly Culprit[];
  readonly total: number;
  readonly truncated: boolean;
};
