import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { resolve } from "node:path";

import { findFreePort } from "@/lib/embedded/start-embedded-redis";

export type Dashboard = {
  readonly url: string;
  stop(): Promise<void>;
  /** Ends it as a crash does: nothing is closed or saved. */
  kill(): Promise<void>;
};

const startTimeoutMs = 30_000;

/** Serves the built dashboard on a free port with this environment, and waits until it answers. */
export async function startDashboard(env: Readonly<Record<string, string>>): Promise<Dashboard> {
  const port = await findFreePort();
  const child = spawn(process.execPath, [resolve(".config/start.mjs")], {
    env: { ...process.env, PORT: String(port), HOST: "127.0.0.1", ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const output = collectOutput(child);
  const exited = new Promise<void>((done) => child.once("exit", () => done()));
  const url = `http://127.0.0.1:${port}`;
  await waitUntilServing(`${url}/api/health`, child, output);
  const end = async (signal: "SIGTERM" | "SIGKILL") => {
    child.kill(signal);
    await exited;
  };
  return { url, stop: () => end("SIGTERM"), kill: () => end("SIGKILL") };
}

function collectOutput(child: ChildProcess): () => string {
  let text = "";
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-4_000);
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  return () => text;
}

async function waitUntilServing(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const giveUpAtMs = Date.now() + startTimeoutMs;
  while (Date.now() < giveUpAtMs) {
    if (child.exitCode !== null) throw new Error(`The dashboard ended at its start: ${output()}`);
    try {
      if ((await fetch(url)).ok) return;
    } catch (error) {
      // Nothing listens yet; anything else than a refused connection shows in the message below.
      if (!(error instanceof TypeError)) throw error;
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  child.kill("SIGKILL");
  throw new Error(`The dashboard did not answer within ${startTimeoutMs} ms: ${output()}`);
}
