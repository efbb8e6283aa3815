import type { ChildBucket } from "./flow-reader";
import type { JobReading } from "./job-reading";

/** Where a living parent lists this child: a child is in exactly one of the four collections. */
export function listedBucket(child: JobReading): ChildBucket {
  if (child.state === "completed") return "processed";
  if (child.state !== "failed") return "unprocessed";
  const policy = child.parent?.policy ?? "none";
  if (policy === "fail-parent") return "failed";
  return policy === "none" ? "unprocessed" : "ignored";
}
