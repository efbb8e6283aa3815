export type DocLink = { readonly title: string; readonly url: string };

/** Pages of BullMQ's documentation that a cure leads to. */
export const docLinks = {
  timeouts: { title: "Timeout jobs", url: "https://docs.bullmq.io/patterns/timeout-jobs" },
  cancelling: { title: "Cancelling jobs", url: "https://docs.bullmq.io/guide/workers/cancelling-jobs" },
  stalled: { title: "Stalled jobs", url: "https://docs.bullmq.io/guide/jobs/stalled" },
  sandboxed: { title: "Sandboxed processors", url: "https://docs.bullmq.io/guide/workers/sandboxed-processors" },
  shutdown: { title: "Graceful shutdown", url: "https://docs.bullmq.io/guide/workers/graceful-shutdown" },
  concurrency: { title: "Concurrency", url: "https://docs.bullmq.io/guide/workers/concurrency" },
  failParent: { title: "Fail parent", url: "https://docs.bullmq.io/guide/flows/fail-parent" },
  renewalBug: { title: "The renewal fault: #2968", url: "https://github.com/taskforcesh/bullmq/issues/2968" },
} as const satisfies Record<string, DocLink>;
