import type { ActivityEntry } from "@/lib/contract/record-schemas";

/** What was done, as the log of actions says it. */
export const activityWords = {
  fail: "Fail",
  retry: "Retry",
  "put-back": "Put back in line",
  "release-lock": "Release lock",
  detach: "Detach from parent",
  "release-parent": "Release",
  "clear-ghost-lock": "Clear leftover lock",
  promote: "Promote",
  remove: "Remove",
  "run-again": "Run again",
  "resume-queue": "Resume queue",
  "set-limits": "Set limits",
  "start-operation": "Start on many jobs",
  "stop-operation": "Stop",
  "test-alert": "Test alert",
  "save-snapshot": "Save snapshot",
} as const satisfies Record<ActivityEntry["what"], string>;

export const resultWords = {
  done: "Done",
  skipped: "Skipped",
  refused: "Refused",
  unknown: "Unknown outcome",
} as const satisfies Record<ActivityEntry["result"], string>;
