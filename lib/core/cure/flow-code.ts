import type { FailurePolicy } from "../failure-policy";
import { stringLiteral } from "./string-literal";

type Parent = {
  readonly prefix: string;
  /** The parent's queue. */
  readonly name: string;
  /** The parent's own name. */
  readonly job: string;
  readonly policy: FailurePolicy;
};

/** BullMQ's option for each policy, with what it does to the parent. */
const options = {
  none: ["failParentOnFailure", "the parent fails too (without any policy it would wait for ever)"],
  "fail-parent": ["failParentOnFailure", "the parent fails too"],
  ignore: ["ignoreDependencyOnFailure", "the parent goes on, and can read the failure"],
  remove: ["removeDependencyOnFailure", "the parent goes on as if this child had never been"],
  continue: ["continueParentOnFailure", "the parent goes on at once, before its other children are done"],
} as const satisfies Record<FailurePolicy, readonly [option: string, effect: string]>;

/** The adding of the flow, with retries and a failure policy for the child. */
export function flowCode({ prefix, name, job, policy }: Parent): string {
  const [option, effect] = options[policy];
  return `/** Adds the flow. A child that fails for good must tell its parent what to do. */
export async function addFlow(data: unknown): Promise<string | undefined> {
  const producer = new FlowProducer({ connection, prefix });
  producer.on("error", (error) => tell("error", { reason: error.message }));
  try {
    const flow = await producer.add({
      name: ${stringLiteral(job)},
      queueName: ${stringLiteral(name)},
      prefix: ${stringLiteral(prefix)},
      children: [
        {
          name: jobName,
          queueName,
          prefix,
          data,
          opts: {
            attempts: 3,
            backoff: { type: "exponential", delay: 1_000 },
            ${option}: true, // ${effect}
          },
        },
      ],
    });
    return flow.job.id;
  } catch (error) {
    throw new Error(\`The flow was not added: \${messageOf(error)}\`, { cause: error });
  } finally {
    await producer.close();
  }
}`;
}
