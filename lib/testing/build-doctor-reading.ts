import type { DoctorReading, JobSigns, QueueSigns } from "@/lib/core/doctor/doctor-reading";

/** A Redis 7.0 with nothing the matter, without queues, changed by `overrides`; for pure tests. */
export function buildDoctorReading({
  server = {},
  ...overrides
}: Partial<Omit<DoctorReading, "server">> & {
  readonly server?: Partial<DoctorReading["server"]>;
} = {}): DoctorReading {
  return {
    readAtMs: 1_000_000,
    server: { redisVersion: "7.0.15", cluster: false, maxmemoryPolicy: "noeviction", replica: false, ...server },
    writable: false,
    workersRefused: false,
    usesScripts: true,
    readRights: { kind: "told", asked: 40, refused: [] },
    writeRights: null,
    queues: [],
    phantoms: [],
    ...overrides,
  };
}

/** A queue of BullMQ 6.7.0 in which nothing ran lately, changed by `overrides`. */
export function buildQueueSigns(queue: string, overrides: Partial<QueueSigns> = {}): QueueSigns {
  return { queue, bullmqVersion: "6.7.0", recentJobs: [], hashesAt: null, ...overrides };
}

/** A job that ran lately and shows nothing of its version, changed by `overrides`. */
export function buildJobSigns(overrides: Partial<JobSigns> = {}): JobSigns {
  return { id: "1", attemptsMade: false, attemptsStarted: false, stalledCounter: false, stc: false, ...overrides };
}
