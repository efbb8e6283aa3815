import { activityWords } from "@/components/activity/activity-words";
import { jobLabel } from "@/lib/core/job-label";
import type { SnapshotHead } from "@/lib/core/snapshot";

type Told = Pick<SnapshotHead, "occasion" | "action" | "operator" | "job">;

/** Why a snapshot was kept, as the start of a sentence. */
export function occasionText({ occasion, action, operator, job }: Told): string {
  switch (occasion) {
    case "saved":
      return operator === null ? "Saved by hand" : `Saved by ${operator}`;
    case "incident":
      return `Kept when ${jobLabel(job)} became probably stuck`;
    case "action":
      return `Kept before ${action === null ? "an action" : `“${activityWords[action]}”`} on ${jobLabel(job)}`;
  }
}
