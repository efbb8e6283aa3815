import { isAtLeast } from "./bullmq-version";

/** Faults of BullMQ that hold parents up, with the version that mends each. */
export const bullmqBugs = {
  "renews-after-end": {
    mendedIn: "5.34.1",
    what: "keeps renewing a job's lock after its processor has ended, where the call that completes it never settles",
  },
  "parent-loses-lock": {
    mendedIn: "5.45.2",
    what: "leaves a parent active without a lock when it tries to complete while children are pending",
  },
  "ignores-deferred-failure": {
    mendedIn: "5.49.2",
    what: "completes a parent that a newer BullMQ has marked to fail",
  },
} as const satisfies Record<string, { readonly mendedIn: string; readonly what: string }>;

export type BullmqBug = keyof typeof bullmqBugs;

const bugIds = Object.keys(bullmqBugs) as readonly BullmqBug[];

/** The known faults of a version, worst first; `null` where the version is not known. */
export function bugsOf(version: string | null): readonly BullmqBug[] | null {
  if (version === null) return null;
  return bugIds.filter((bug) => hasBug(version, bug) === true);
}

/** Whether a version has a fault; `null` where the version is not known. */
export function hasBug(version: string | null, bug: BullmqBug): boolean | null {
  const mended = isAtLeast(version, bullmqBugs[bug].mendedIn);
  return mended === null ? null : !mended;
}
