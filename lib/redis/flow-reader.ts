import type { FlowReader } from "@/lib/core/flow-reader";
import type { JobRef } from "@/lib/core/job-ref";

import { createPipelineReader } from "./pipeline-flow-reader";
import type { PipelineFlowReaderOptions } from "./pipeline-flow-reader";
import { ReadScript, ScriptRefusedError } from "./read-script";
import { addScripts } from "./script-flow-reader";
import { walkJobs } from "./walk-jobs";

type Options = PipelineFlowReaderOptions & {
  /** Told once, when scripts turn out not to be allowed. */
  readonly onRefused?: (error: ScriptRefusedError) => void;
};

const probeScript = "#!lua flags=no-writes\nreturn '1'";

/**
 * The fast path where the server (Redis 7) and the user's rights allow it, the plain path else. A refusal at any later
 * call leads to the plain path for good; `kind` says which of the two is in use.
 */
export function createFlowReader({ onRefused, ...options }: Options): FlowReader {
  const parts = createPipelineReader(options);
  const plain = parts.reader;
  const fast = addScripts(parts);
  const probe = new ReadScript(options.redis, probeScript);
  let isFast = true;
  let isProbed = false;
  const choose = async <T>(read: (reader: FlowReader) => Promise<T>): Promise<T> => {
    if (!isFast) return read(plain);
    try {
      return await read(fast);
    } catch (error) {
      if (!(error instanceof ScriptRefusedError)) throw error;
      if (isFast) onRefused?.(error);
      isFast = false;
      return read(plain);
    }
  };
  const readJobs = (refs: readonly JobRef[]) => choose((reader) => reader.readJobs(refs));
  return {
    ...plain,
    get kind() {
      return isFast ? fast.kind : plain.kind;
    },
    readClockMs: () =>
      choose(async (reader) => {
        // Who asks for the time first, as health does, is also told the right path.
        if (!isProbed && reader === fast) await probe.run(null, []);
        isProbed = true;
        return reader.readClockMs();
      }),
    readJobs,
    // A refusal in the middle of a walk must not begin it anew.
    walkJobs: (root) => walkJobs({ ...parts.deps, readJobs }, root),
    readAncestors: (ref) => choose((reader) => reader.readAncestors(ref)),
    readFlow: (root) => choose((reader) => reader.readFlow(root)),
    readFlowHead: (request) => choose((reader) => reader.readFlowHead(request)),
    readWaitingParents: (queue, request) => choose((reader) => reader.readWaitingParents(queue, request)),
    readPendingFlow: (roots) => choose((reader) => reader.readPendingFlow(roots)),
    readQueues: (queues) => choose((reader) => reader.readQueues(queues)),
  };
}
