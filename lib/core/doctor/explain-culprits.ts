import type { CauseId } from "../cause";
import { guess } from "../causes/blocking-child";
import type { Culprit, Fact } from "../diagnosis";
import type { DoctorReading } from "./doctor-reading";
import { mixedVersions } from "./mixed-versions";

const goneCauses: ReadonlySet<CauseId> = new Set([
  "child-key-missing",
  "parent-key-missing",
  "parent-unsuccessful-child-missing",
] satisfies CauseId[]);

const lockLostCauses: ReadonlySet<CauseId> = new Set([
  "active-no-lock-no-worker",
  "active-no-lock-worker-connected",
  "parent-active-no-lock",
] satisfies CauseId[]);

const lostCauses: ReadonlySet<CauseId> = new Set(["child-in-no-list", "stranded-in-paused-list"] satisfies CauseId[]);

/** Culprits with what the doctor found where it explains them, as guesses. The same culprits where it explains nothing. */
export function explainCulprits(culprits: readonly Culprit[], reading: DoctorReading | null): readonly Culprit[] {
  if (reading === null) return culprits;
  return culprits.map((culprit) => {
    const found = [...evicted(culprit, reading), ...tornApart(culprit, reading), ...mixed(culprit, reading)];
    return found.length === 0 ? culprit : { ...culprit, facts: [...culprit.facts, ...found] };
  });
}

/** Policies named `volatile-…` evict only keys that expire: locks, never jobs. */
function evicted({ cause }: Culprit, { server, readAtMs }: DoctorReading): readonly Fact[] {
  const policy = server.maxmemoryPolicy;
  if (policy === null || policy === "noeviction") return [];
  const isJob = goneCauses.has(cause) && !policy.startsWith("volatile");
  if (!isJob && !lockLostCauses.has(cause)) return [];
  return [
    guess(
      `Redis may have evicted ${isJob ? "it" : "its lock"}: maxmemory-policy is ${policy}, BullMQ needs noeviction.`,
      {
        command: "INFO memory",
        key: "maxmemory_policy",
        value: policy,
        readAtMs,
      },
    ),
  ];
}

function tornApart({ cause, job }: Culprit, { queues, readAtMs }: DoctorReading): readonly Fact[] {
  const signs = queues.find(({ queue }) => queue === job.queue);
  if (!goneCauses.has(cause) || signs === undefined || signs.hashesAt === null) return [];
  return [
    guess("Its hash may lie under another key: ioredis' keyPrefix is set. Use BullMQ's prefix option instead.", {
      command: "HEXISTS timestamp",
      key: `${signs.hashesAt}:…`,
      value: "1",
      readAtMs,
    }),
  ];
}

function mixed({ cause, job }: Culprit, { queues, readAtMs }: DoctorReading): readonly Fact[] {
  const signs = queues.find(({ queue }) => queue === job.queue);
  const versions = !lostCauses.has(cause) || signs === undefined ? null : mixedVersions(signs);
  if (versions === null) return [];
  return [
    guess(
      `Different BullMQ versions work its queue: ${versions.join(" and ")}. Pausing and resuming then loses jobs.`,
      {
        command: "HGET version",
        key: `${job.queue}:meta`,
        value: signs?.bullmqVersion ?? "(none)",
        readAtMs,
      },
    ),
  ];
}
