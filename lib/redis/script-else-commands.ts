import type { FlowReader } from "@/lib/core/flow-reader";

import { ScriptRefusedError } from "./read-script";

/** Reads by scripts until the reader or the server refuses them, by plain commands then and for good. */
export function scriptElseCommands<Args extends readonly unknown[], Result>(
  reader: Pick<FlowReader, "kind">,
  byScript: (...args: Args) => Promise<Result>,
  byCommands: (...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result> {
  let isRefused = false;
  return async (...args) => {
    if (isRefused || reader.kind !== "script") return byCommands(...args);
    try {
      return await byScript(...args);
    } catch (error) {
      if (!(error instanceof ScriptRefusedError)) throw error;
      isRefused = true;
      return byCommands(...args);
    }
  };
}
