import type { ActionId, ActionOptions } from "./action";
import type { FlowReader } from "./flow-reader";
import type { JobReading } from "./job-reading";
import type { JobRef } from "./job-ref";

type Request = { readonly action: ActionId; readonly job: JobRef; readonly options: ActionOptions };

/** A job and those above it, nearest first, as an action sees them: a parent to be detached from need not be the one that it names. */
export async function readUpward(
  reader: Pick<FlowReader, "readAncestors">,
  { action, job, options }: Request,
): Promise<{ readonly target: JobReading; readonly ancestors: readonly JobReading[] }> {
  const { chain } = await reader.readAncestors(job);
  const target = chain.at(-1);
  if (target === undefined) throw new Error("A climb from a job always has that job.");
  if (action !== "detach" || options.parent === undefined)
    return { target, ancestors: chain.slice(0, -1).toReversed() };
  return { target, ancestors: (await reader.readAncestors(options.parent)).chain.toReversed() };
}
