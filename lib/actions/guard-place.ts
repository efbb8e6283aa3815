import type { ChainableCommander } from "ioredis";

import type { JobRef } from "@/lib/core/job-ref";
import type { State } from "@/lib/core/job-state";
import { isMarker, queueKey } from "@/lib/redis/keys";

const sortedStates = ["completed", "failed", "waiting-children", "delayed", "prioritized"] as const;
/** Ids that each look from an end of a list takes in. */
const lookMax = 20_000;

/** How many replies `addPlaces` has. */
export const placeCommands = 1 + sortedStates.length + 7;

/** Where a job is: asked in the transaction of its guard. */
export function addPlaces(multi: ChainableCommander, { queue, id }: JobRef): void {
  multi.lpos(queueKey(queue, "active"), id, "MAXLEN", lookMax);
  for (const state of sortedStates) multi.zscore(queueKey(queue, state), id);
  const [wait, paused] = [queueKey(queue, "wait"), queueKey(queue, "paused")];
  multi
    .llen(wait)
    .llen(paused)
    .lpos(wait, id, "MAXLEN", lookMax)
    .lpos(wait, id, "RANK", -1, "MAXLEN", lookMax)
    .lpos(paused, id, "MAXLEN", lookMax)
    .lpos(paused, id, "RANK", -1, "MAXLEN", lookMax)
    .lindex(wait, 0);
}

export type GuardPlace = {
  /** `null`: in the waiting line or in no list, and the line is too long to tell which. */
  readonly state: State | null;
  readonly pausedListLength: number;
  /** BullMQ 4 left a marker at the head of the line, which promoting takes away. */
  readonly hasOldMarker: boolean;
};

export function toPlace(replies: readonly unknown[], exists: boolean): GuardPlace {
  const [activeAt, ...rest] = replies;
  const scores = rest.slice(0, sortedStates.length);
  const [waitLength, pausedLength, ...found] = rest.slice(sortedStates.length, placeCommands - 1);
  const head = found.at(-1);
  const sorted = sortedStates.find((_, index) => isScore(scores[index]));
  const inLine = found.slice(0, 4).some((at) => typeof at === "number");
  const tooLong = [waitLength, pausedLength].some((length) => typeof length === "number" && length > 2 * lookMax);
  return {
    state: stateOf({ exists, active: typeof activeAt === "number", sorted, inLine, tooLong }),
    pausedListLength: typeof pausedLength === "number" ? pausedLength : 0,
    hasOldMarker: typeof head === "string" && isMarker(head),
  };
}

type Facts = {
  readonly exists: boolean;
  readonly active: boolean;
  readonly sorted: State | undefined;
  readonly inLine: boolean;
  readonly tooLong: boolean;
};

function stateOf({ exists, active, sorted, inLine, tooLong }: Facts): State | null {
  if (!exists) return "missing";
  if (active) return "active";
  if (sorted !== undefined) return sorted;
  if (inLine) return "waiting";
  return tooLong ? null : "none";
}

/** Whether ZSCORE found the member. */
export function isScore(reply: unknown): boolean {
  return typeof reply === "string" || typeof reply === "number";
}
