import { instantText } from "@/components/page/clock";
import type { Incident } from "@/lib/contract/record-schemas";
import { formatDuration } from "@/lib/core/format-duration";

type Ended = Pick<Incident, "openedAtMs" | "closedAtMs" | "closedBy" | "operator">;

/** `Open`, or how and when an incident ended. */
export function incidentEnd({ openedAtMs, closedAtMs, closedBy, operator }: Ended): string {
  if (closedAtMs === null || closedBy === null) return "Open";
  const by = operator === null ? "" : ` by ${operator}`;
  return `${endWords[closedBy]}${by} after ${formatDuration(closedAtMs - openedAtMs)} (${instantText(closedAtMs)})`;
}

const endWords = {
  acted: "Acted on",
  recovered: "Recovered",
  vanished: "Job removed",
} as const satisfies Record<NonNullable<Incident["closedBy"]>, string>;
