import type { OutcomeInput } from "./build-outcome";

/** The dialog's block "The running code" for an active job: no action reaches into a worker's process. */
export function runningCode({ target, lock }: Pick<OutcomeInput, "target" | "lock">): string {
  if (target.lock === null) {
    return "No worker holds its lock. If some process still runs it, its result is thrown away. Anything it writes elsewhere still happens.";
  }
  const holder = holderOf({ target, lock });
  return (
    `This does not stop the code. ${capitalised(holder)} keeps running it, and one of its slots stays busy, until it returns or the process restarts. ` +
    "If it finishes later its result is thrown away. Anything it writes elsewhere still happens. " +
    `Until then ${holder} logs "could not renew lock for job ${target.ref.id}" at every renewal.`
  );
}

export function holderOf({ target, lock }: Pick<OutcomeInput, "target" | "lock">): string {
  return lock?.holder ?? target.processedBy ?? "its worker";
}

/** A worker's name is written as it is; only our own words begin a sentence. */
export function capitalised(holder: string): string {
  return holder === "its worker" ? "Its worker" : holder;
}
