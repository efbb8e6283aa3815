import { countOf } from "./job-label";

/** BullMQ's default of the worker's `maxStalledCount`, which Redis does not show. */
const stallsMax = 1;

/** `2 more stalls and it fails`: how often a job may still lose its worker before BullMQ gives it up. */
export function stallsLeftText(stalls: number): string {
  return `${countOf(Math.max(1, stallsMax + 1 - stalls), "more stall")} and it fails`;
}

/** Whether a restart of its worker fails the job: one that has stalled as often as it may is not put back in line. */
export function failsAtRestart(stalls: number): boolean {
  return stalls >= stallsMax;
}

type Held = { readonly stalls: number };

/** What becomes of a worker's jobs and slots when its process is restarted, in one to three sentences. */
export function restartText(held: readonly Held[], occupiedSlots: number): string {
  const failing = held.filter(({ stalls }) => failsAtRestart(stalls)).length;
  const sentences = [
    ...jobSentences(held.length - failing, failing),
    occupiedSlots === 0 ? null : `${countOf(occupiedSlots, "slot becomes", "slots become")} free.`,
  ];
  return sentences.filter((sentence) => sentence !== null).join(" ");
}

function jobSentences(returning: number, failing: number): readonly (string | null)[] {
  if (returning + failing === 0) return ["No job of its own has to run again."];
  const back = `${countOf(returning, "job goes", "jobs go")} back in line and ${returning === 1 ? "runs" : "run"} again from the start`;
  return [
    returning === 0 ? null : `${back}, usually within a minute.`,
    failing === 0
      ? null
      : `${countOf(failing, "job fails", "jobs fail")} instead, because ${failing === 1 ? "it" : "each"} has stalled before.`,
  ];
}
