import type { Culprit } from "./diagnosis";
import { countOf } from "./job-label";
import { isQueueCause } from "./queue-causes";

export type TriageCounts = {
  readonly blockedFlows: number;
  readonly culprits: readonly Pick<Culprit, "cause" | "blockedMs">[];
  /** Of all rows, those that were cut off included. */
  readonly total: number;
  readonly truncated: boolean;
};

const words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** The headline of triage: `3 flows are blocked. Two jobs cause all of it.` */
export function triageSentence({ blockedFlows, culprits, total, truncated }: TriageCounts): string {
  if (blockedFlows === 0) return "Nothing is blocked.";
  const flows = `${countOf(blockedFlows, "flow")} ${blockedFlows === 1 ? "is" : "are"} blocked.`;
  if (truncated) return `${flows} The worst ${culprits.length} of ${countOf(total, "cause")} are shown.`;
  const blocking = culprits.filter(({ blockedMs }) => blockedMs > 0);
  if (blocking.length === 0) return flows;
  const queues = blocking.filter(({ cause }) => isQueueCause(cause)).length;
  const parts = [counted(blocking.length - queues, "job"), counted(queues, "queue")].filter((part) => part !== null);
  const verb = blocking.length === 1 ? "causes" : "cause";
  return `${flows} ${capital(parts.join(" and "))} ${verb} ${blockedFlows === 1 ? "it" : "all of it"}.`;
}

function counted(count: number, one: string): string | null {
  if (count === 0) return null;
  return `${words[count] ?? count.toLocaleString("en-US")} ${one}${count === 1 ? "" : "s"}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
