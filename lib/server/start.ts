import "server-only";

import { getRuntime } from "./deps";
import { readProcessEnv } from "./env";
import type { Env } from "./env";
import { log } from "./log";

/** Checks the environment, starts discovery and the sampler, and closes all of it when the process is told to end. */
export function start(): void {
  const result = readProcessEnv();
  if (result.kind === "unusable") {
    for (const problem of result.problems) process.stderr.write(`${problem}\n`);
    process.exit(1);
  }
  const { connections } = getRuntime();
  for (const connection of connections.values()) connection.start();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void close());
  log("info", startText(result.env));
}

function startText({ writable, allowUnauthenticated }: Env): string {
  const mode = writable ? "Flowlock started; actions are allowed." : "Flowlock started, read-only.";
  return allowUnauthenticated ? `${mode} Anyone who reaches it may use it: there is no sign-in.` : mode;
}

async function close(): Promise<void> {
  await Promise.all([...getRuntime().connections.values()].map((connection) => connection.close()));
}
