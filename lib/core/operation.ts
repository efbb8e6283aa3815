import type { ActionId, ActionOptions, ActionResult, Seen } from "./action";
import type { JobRef } from "./job-ref";

/** A job of an operation, as it was seen when the operation was asked for. */
export type OperationJob = JobRef & { readonly seen: Seen };

/** An action on many jobs, which the server does by itself. */
export type Operation = {
  readonly id: string;
  readonly action: ActionId;
  readonly reason: string;
  readonly options: ActionOptions;
  readonly jobs: readonly OperationJob[];
  readonly startedAtMs: number;
  /** Who asked for it. */
  readonly caller: {
    readonly requestId: string;
    readonly operator: string | null;
    readonly role: "viewer" | "operator" | "admin";
    readonly address: string | null;
  };
};

export type ResultKind = ActionResult["result"];

export const resultKinds = ["done", "skipped", "refused", "unknown"] as const satisfies readonly ResultKind[];

export type OperationReading = {
  readonly operation: Omit<Operation, "jobs">;
  readonly total: number;
  /** So many jobs ended with each result; together they are the first ones of the operation. */
  readonly counts: Readonly<Record<ResultKind, number>>;
  /** One more than have a result: that one's turn has come, and whoever acts on it has not told yet. */
  readonly begun: number;
  /** Somebody asked it to stop. */
  readonly stopping: boolean;
  readonly endedAtMs: number | null;
};

/** `stop`: somebody asked for it. `lost`: another process goes on with it, or it is over. */
export type Turn = "go" | "stop" | "lost";

export type OperationPage = { readonly start: number; readonly limit: number };

export type Holding = { readonly holder: string; readonly leaseMs: number };

/**
 * Where operations are kept. What is kept elsewhere than in this process is gone on with after a restart, by whoever
 * holds the operation's lease: of several processes one.
 */
export interface OperationStore {
  /** `false`: so many are under way already that this one is not taken. */
  create(operation: Operation): Promise<boolean>;
  read(id: string): Promise<OperationReading | null>;
  jobs(id: string, page: OperationPage): Promise<readonly OperationJob[]>;
  /** Results in the order of the jobs. */
  results(id: string, page: OperationPage): Promise<readonly ActionResult[]>;
  /** Those that are kept, newest first; at most so many. */
  listRecent(limit: number): Promise<readonly OperationReading[]>;
  /** Those that have not ended, oldest first. */
  listOpen(): Promise<readonly string[]>;
  /** Takes or renews the lease; `false` where another holder has it. */
  hold(id: string, holding: Holding): Promise<boolean>;
  /** Lets the lease go where `holder` has it. */
  release(id: string, holder: string): Promise<void>;
  /** Notes that the job at this place is about to be acted on, and renews the lease. May be repeated. */
  begin(id: string, at: number, holding: Holding): Promise<Turn>;
  /** The result of the job at this place; `false` where another process goes on. May be repeated. */
  append(id: string, at: number, result: ActionResult, holder: string): Promise<boolean>;
  askToStop(id: string): Promise<void>;
  end(id: string, atMs: number, holder: string): Promise<void>;
}

/** How many jobs have a result. */
export function countActed({ counts }: Pick<OperationReading, "counts">): number {
  return resultKinds.reduce((sum, kind) => sum + counts[kind], 0);
}
