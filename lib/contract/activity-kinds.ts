import { actionIds } from "@/lib/core/action";

/** What the audit trail tells of: every action, and what else is asked of Flowlock. */
export const activityKinds = [
  ...actionIds,
  "set-limits",
  "start-operation",
  "stop-operation",
  "test-alert",
  "save-snapshot",
] as const;

export type ActivityKind = (typeof activityKinds)[number];
