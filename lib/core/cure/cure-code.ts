import type { FailurePolicy } from "../failure-policy";
import { splitQueue } from "../job-ref";
import { flowCode } from "./flow-code";
import { limitCode } from "./limit-code";
import type { CureLimits } from "./cure-limits";
import { stringLiteral } from "./string-literal";
import { workerCode } from "./worker-code";

export type CureTarget = {
  /** Qualified. */
  readonly queue: string;
  readonly jobName: string;
  readonly policy: FailurePolicy;
  /** The job that waits for it; `null` where it has no parent. */
  readonly parent: { readonly queue: string; readonly name: string } | null;
  readonly limits: CureLimits;
};

/**
 * A TypeScript module that cures jobs of this queue and name: a worker whose every layer has a time limit and whose
 * every end is told, and a flow with a failure policy. All that comes from Redis stands in it as string literals.
 */
export function cureCode(target: CureTarget): string {
  const { queue, jobName, parent, limits } = target;
  const { prefix, name } = splitQueue(queue);
  const own = parent === null ? null : splitQueue(parent.queue);
  const names = [
    `const queueName = ${stringLiteral(name)};`,
    `const prefix = ${stringLiteral(prefix)};`,
    `export const jobName = ${stringLiteral(jobName)};`,
    'const connection = { url: process.env.REDIS_URL ?? "redis://127.0.0.1:6379" };',
    "",
    "// Time limits of each layer, in ms: start from these, then fit them to what your jobs need.",
    `const callLimitMs = ${numberLiteral(limits.callMs)}; // one call to a service or a database`,
    `const jobLimitMs = ${numberLiteral(limits.jobMs)}; // one attempt at the job, all its calls together`,
    `const flowLimitMs = ${numberLiteral(limits.flowMs)}; // from adding the flow; later nothing of it starts any more`,
  ].join("\n");
  const flow = parent === null || own === null ? [] : [flowCode({ ...own, job: parent.name, policy: target.policy })];
  return `${[head(parent !== null), names, workerCode, limitCode, ...flow].join("\n\n")}\n`;
}

function head(hasParent: boolean): string {
  const classes = [...(hasParent ? ["FlowProducer"] : []), "QueueEvents", "UnrecoverableError", "Worker"];
  return [
    "// Needs Node 20.3 and BullMQ 5.64 or newer.",
    'import { hostname } from "node:os";',
    "",
    `import { ${classes.join(", ")} } from "bullmq";`,
    'import type { Job } from "bullmq";',
  ].join("\n");
}

function numberLiteral(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, "_");
}
