import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";

import { findRedisServer } from "./find-redis-server";

export type EmbeddedRedis = {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Ends the server and waits until it is gone. */
  stop(signal?: NodeJS.Signals): Promise<void>;
};

export type EmbeddedRedisOptions = {
  /** A free one where it is not given. */
  readonly port?: number;
  /** Further arguments, such as `--requirepass`, `secret` or `--user`, `…`. */
  readonly args?: readonly string[];
  readonly cwd?: string;
};

const startTimeoutMs = 10_000;

/** Starts a real redis-server on 127.0.0.1 that keeps nothing on disk and dies with this process. */
export async function startEmbeddedRedis(options: EmbeddedRedisOptions = {}): Promise<EmbeddedRedis> {
  const binary = await findRedisServer();
  const port = options.port ?? (await findFreePort());
  const args = ["--bind", "127.0.0.1", "--port", String(port), ...ownDataOnly()];
  const child = spawnBoundToParent(binary.path, [...args, ...(options.args ?? [])], {
    cwd: options.cwd,
    env: { ...process.env, ...(binary.libraryPath === null ? {} : { LD_LIBRARY_PATH: binary.libraryPath }) },
  });
  const exited = new Promise<void>((done) => child.once("exit", () => done()));
  await waitUntilListening(child, port);
  if (child.pid === undefined) throw new Error("redis-server listens but has no process id.");
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pid: child.pid,
    stop: async (signal = "SIGTERM") => {
      // A server stopped by SIGSTOP sees no SIGTERM.
      if (signal !== "SIGKILL") child.kill("SIGCONT");
      child.kill(signal);
      await exited;
    },
  };
}

/**
 * Nothing is written to disk, and nothing is read from it: a server loads whatever `dump.rdb` lies in its working folder,
 * and a replica leaves its primary's data there under that name.
 */
function ownDataOnly(): readonly string[] {
  const unknownFile = `flowlock-${randomUUID()}.rdb`;
  return [
    ...["--save", "", "--appendonly", "no", "--dbfilename", unknownFile],
    ...["--repl-diskless-sync-delay", "0", "--repl-diskless-load", "on-empty-db"],
  ];
}

/** A TCP port of 127.0.0.1 that was free a moment ago. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(0, "127.0.0.1", done);
  });
  // safe because a listening TCP server's address is an AddressInfo
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

function spawnBoundToParent(
  path: string,
  args: readonly string[],
  options: { readonly cwd: string | undefined; readonly env: NodeJS.ProcessEnv },
): ChildProcess {
  const settings = { ...options, stdio: ["ignore", "ignore", "pipe"] as ["ignore", "ignore", "pipe"] };
  const setpriv = "/usr/bin/setpriv";
  if (process.platform === "linux" && existsSync(setpriv))
    return spawn(setpriv, ["--pdeathsig", "TERM", path, ...args], settings);
  const child = spawn(path, args, settings);
  process.once("exit", () => child.kill("SIGKILL"));
  return child;
}

async function waitUntilListening(child: ChildProcess, port: number): Promise<void> {
  let complaint = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2_000);
  });
  let failure: Error | null = null;
  child.once("error", (error) => {
    failure = error;
  });
  const giveUpAtMs = Date.now() + startTimeoutMs;
  while (Date.now() < giveUpAtMs) {
    if (failure !== null) throw failure;
    if (child.exitCode !== null)
      throw new Error(`redis-server ended at once: ${complaint.trim() || "see its arguments"}`);
    if (await accepts(port)) return;
    await new Promise((done) => setTimeout(done, 10));
  }
  child.kill("SIGKILL");
  throw new Error(`redis-server did not listen on port ${port} within ${startTimeoutMs} ms.`);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      done(true);
    });
    socket.once("error", () => done(false));
  });
}
