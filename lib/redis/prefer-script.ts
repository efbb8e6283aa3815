import type { FlowReader } from "@/lib/core/flow-reader";

import { ScriptRefusedError } from "./read-script";

/** The first way for as long as the reader uses scripts and none of this way was refused, the second one then. */
export function preferScript<Args extends readonly unknown[], T>(
  reader: Pick<FlowReader, "kind">,
  byScript: (...args: Args) => Promise<T>,
  byCommands: (...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
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
