import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

import type { FlowReader } from "@/lib/core/flow-reader";
import { createPipelineFlowReader } from "@/lib/redis/pipeline-flow-reader";
import type { PipelineFlowReaderOptions } from "@/lib/redis/pipeline-flow-reader";

export type ReaderKind = {
  readonly name: string;
  readonly open: (options: PipelineFlowReaderOptions) => FlowReader;
};

/** Every way to read that this version has, the fast one first. One more is one more entry. */
export async function listReaders(): Promise<readonly ReaderKind[]> {
  const script = await findScriptReader();
  return [
    ...(script === null ? [] : [{ name: "Flowlock, scripts", open: script }]),
    { name: "Flowlock, pipelines", open: createPipelineFlowReader },
  ];
}

async function findScriptReader(): Promise<ReaderKind["open"] | null> {
  const url = new URL("../redis/script-flow-reader.ts", import.meta.url);
  if (!existsSync(fileURLToPath(url))) return null;
  // safe because the module's constructor takes what the pipelines' one takes
  const found = (await import(url.href)) as { readonly createScriptFlowReader?: ReaderKind["open"] };
  return found.createScriptFlowReader ?? null;
}
