/** What Redis says of itself. */
export type ServerReading = {
  /** `null` where INFO is refused. */
  readonly redisVersion: string | null;
  readonly cluster: boolean;
  /** `null` where INFO does not tell. */
  readonly maxmemoryPolicy: string | null;
  readonly replica: boolean;
};

/** What ACL DRYRUN says of the connected user. */
export type RightsReading =
  | { readonly kind: "told"; readonly asked: number; readonly refused: readonly string[] }
  /** This Redis has no dry run (before 7). */
  | { readonly kind: "no-dry-run" }
  | { readonly kind: "denied" };

/** One job that ran lately, by the fields that only some BullMQ versions write. */
export type JobSigns = {
  readonly id: string;
  readonly attemptsMade: boolean;
  readonly attemptsStarted: boolean;
  readonly stalledCounter: boolean;
  readonly stc: boolean;
};

export type QueueSigns = {
  readonly queue: string;
  /** `null` where `meta` tells none. */
  readonly bullmqVersion: string | null;
  readonly recentJobs: readonly JobSigns[];
  /** The queue below whose key its jobs' hashes lie instead of its own; `null` where they lie where they should. */
  readonly hashesAt: string | null;
};

/** Everything that the doctor judges, of one look. */
export type DoctorReading = {
  /** Redis' clock. */
  readonly readAtMs: number;
  readonly server: ServerReading;
  /** Whether Flowlock may act here. */
  readonly writable: boolean;
  readonly workersRefused: boolean;
  /** Whether Flowlock reads by scripts where it may. */
  readonly usesScripts: boolean;
  /** Of what reading needs or may use. */
  readonly readRights: RightsReading;
  /** Of what an action sends; `null` where Flowlock may not act or no queue is known. */
  readonly writeRights: RightsReading | null;
  readonly queues: readonly QueueSigns[];
  /** `meta` keys of BullMQ without a job ever added. */
  readonly phantoms: readonly string[];
};
