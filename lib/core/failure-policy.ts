/**
 * What a failed child means for its parent, as stored in the child's `parent` JSON
 * (BullMQ `src/classes/job.ts`, `parentOpts`: `fpof`, `idof`, `rdof`, `cpof`).
 */
export const failurePolicies = ["none", "fail-parent", "ignore", "remove", "continue"] as const;

export type FailurePolicy = (typeof failurePolicies)[number];
