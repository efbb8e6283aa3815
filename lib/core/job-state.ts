/** BullMQ's states, and two of ours: `missing` (no hash) and `none` (a hash in no collection). */
export const states = [
  "waiting",
  "active",
  "prioritized",
  "delayed",
  "waiting-children",
  "completed",
  "failed",
  "missing",
  "none",
] as const;

export type State = (typeof states)[number];

/** The states that a queue keeps a collection for. */
export type QueueState = Exclude<State, "missing" | "none">;

export const queueStates = [
  "waiting",
  "active",
  "prioritized",
  "delayed",
  "waiting-children",
  "completed",
  "failed",
] as const satisfies readonly QueueState[];

export function isFinished(state: State): boolean {
  return state === "completed" || state === "failed";
}
