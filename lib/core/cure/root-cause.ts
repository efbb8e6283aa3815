import type { Culprit, Evidence, Fact } from "../diagnosis";
import type { DocLink } from "./doc-links";

export type RootCauseId =
  | "worker-closing"
  | "version-renews-after-end"
  | "promise-never-settles"
  | "sandbox-spins"
  | "event-loop-blocked"
  | "worker-died"
  | "version-loses-parent-lock";

/** What may lie behind a culprit. Redis does not show code, so this is never a fact. */
export type RootCause = {
  readonly id: RootCauseId;
  readonly kind: Exclude<Fact["kind"], "fact">;
  readonly text: string;
  readonly evidence: readonly Evidence[];
  readonly remedy: string;
  readonly link: DocLink;
};

/** What is known of a culprit when its root cause is looked for. */
export type CureReading = {
  readonly culprit: Pick<Culprit, "job" | "cause" | "lock">;
  readonly stalls: number;
  /** Redis' clock, of the culprit. */
  readonly readAtMs: number;
  /** Its queue; `null` where it was not read. */
  readonly queue: {
    readonly bullmqVersion: string | null;
    /** Connected by name; `null` where CLIENT LIST is refused. */
    readonly workers: number | null;
    readonly readAtMs: number;
  } | null;
};
