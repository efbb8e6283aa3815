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

export type OperationReading = {
  readonly operation: Operation;
  /** Of the first jobs, in their order. */
  readonly results: readonly ActionResult[];
  /** Somebody asked it to stop. */
  readonly stopping: boolean;
  readonly endedAtMs: number | null;
};

/** Where operations are kept. What is kept elsewhere than in this process is gone on with after a restart. */
export interface OperationStore {
  create(operation: Operation): Promise<void>;
  /** The result of the next job. */
  append(id: string, result: ActionResult): Promise<void>;
  askToStop(id: string): Promise<void>;
  end(id: string, atMs: number): Promise<void>;
  read(id: string): Promise<OperationReading | null>;
  /** Those that have not ended, oldest first. */
  listOpen(): Promise<readonly string[]>;
}
