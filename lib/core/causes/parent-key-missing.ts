import type { FlowReading } from "../flow-reader";
import type { JobReading } from "../job-reading";
import { jobLabel } from "../job-label";
import { jobKey } from "../job-ref";
import { fact } from "./blocking-child";
import type { Finding } from "./blocking-child";
import { hashEvidence } from "./evidence";

/** The top of what could be read names a parent that is not there: the climb to it ended because its hash is gone. */
export function parentKeyMissing(flow: FlowReading, root: JobReading): Finding | null {
  if (root.parent === null || root.state === "missing" || root.state === "completed") return null;
  const key = jobKey(root.parent.ref);
  if (root.damaged.includes("cycle") || (flow.jobs.get(key)?.state ?? "missing") !== "missing") return null;
  return {
    cause: "parent-key-missing",
    blocked: false,
    headline: `${jobLabel({ ...root.ref, name: root.name })}'s parent was removed.`,
    facts: [
      fact("It names a parent.", hashEvidence(root, "parentKey", root.parentKey)),
      fact("The parent's hash does not exist.", { command: "EXISTS", key, value: "0", readAtMs: root.readAtMs }),
    ],
    actions: ["detach"],
  };
}
