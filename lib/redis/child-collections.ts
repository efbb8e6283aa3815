import type { ChildBucket } from "@/lib/core/flow-reader";

import type { JobPart } from "./keys";

/** Where a parent keeps its children (BullMQ `src/commands/includes/moveChildFromDependenciesIfNeeded.lua`): `:failed` holds ignored failures. */
export const collectionOf = {
  unprocessed: "dependencies",
  failed: "unsuccessful",
  ignored: "failed",
  processed: "processed",
} as const satisfies Record<ChildBucket, JobPart>;

/** Children that may hold their parent up or tell why it failed. */
export const openBuckets = ["unprocessed", "failed", "ignored"] as const satisfies readonly ChildBucket[];
