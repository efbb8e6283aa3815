import { isAtLeast } from "../bullmq-version";
import type { JobSigns, QueueSigns } from "./doctor-reading";

/** Versions that write a sign: from (`null`: any), and before (`null`: any newer). */
type Range = { readonly from: string | null; readonly before: string | null; readonly text: string };

const before5: Range = { from: null, before: "5.0.0", text: "older than 5" };
const since5: Range = { from: "5.0.0", before: null, text: "5 or newer" };
const before549: Range = { from: null, before: "5.49.0", text: "older than 5.49" };
const since549: Range = { from: "5.49.0", before: null, text: "5.49 or newer" };

/**
 * The versions that can't be one: what `meta` tells and what jobs that ran lately show. `null` where one version can
 * have written it all.
 */
export function mixedVersions({ bullmqVersion, recentJobs }: QueueSigns): readonly string[] | null {
  const ranges = [...new Set(recentJobs.flatMap(rangesOf))];
  if (bullmqVersion !== null) {
    const other = ranges.find((range) => !isWithin(bullmqVersion, range));
    return other === undefined ? null : [bullmqVersion, other.text];
  }
  for (const one of ranges)
    for (const other of ranges)
      if (one.before !== null && other.from !== null && isAtLeast(other.from, one.before) === true)
        return [one.text, other.text];
  return null;
}

function rangesOf({ attemptsMade, attemptsStarted, stalledCounter, stc }: JobSigns): readonly Range[] {
  const ranges: Range[] = [];
  if (attemptsStarted) ranges.push(since5);
  // A job of BullMQ 4 that a newer one runs again has both.
  if (attemptsMade && !attemptsStarted) ranges.push(before5);
  if (stc) ranges.push(since549);
  if (stalledCounter && !stc) ranges.push(before549);
  return ranges;
}

function isWithin(version: string, { from, before }: Range): boolean {
  if (from !== null && isAtLeast(version, from) === false) return false;
  return before === null || isAtLeast(version, before) === false;
}
