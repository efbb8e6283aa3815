import type { State } from "./job-state";

/** A child in this state is seldom pending: its parent is asked again before anything is said of it. */
export function mayHaveLeft(state: State): boolean {
  return state === "missing" || state === "none" || state === "completed" || state === "failed";
}
