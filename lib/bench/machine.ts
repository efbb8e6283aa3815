import { arch, cpus, loadavg, platform } from "node:os";

import { Redis } from "ioredis";

import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";

import { runUninterrupted } from "./run-uninterrupted";

/** When, and on what machine: without which no figure means anything. No names of hosts or folders. */
export async function describeMachine(quick: boolean): Promise<string> {
  const server = await startEmbeddedRedis();
  const isUninterrupted = runUninterrupted(server.pid);
  const redis = new Redis(server.url);
  const version = /redis_version:(\S+)/.exec(await redis.info("server"))?.[1] ?? "unknown";
  redis.disconnect();
  await server.stop();
  const load = loadavg()
    .map((value) => value.toFixed(1))
    .join(", ");
  return [
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, ${platform()} ${arch()}, Node ${process.versions.node},`,
    `Redis ${version}, load ${load} at the end${quick ? "; small sizes (--quick), which no target is made for" : ""}.`,
    isUninterrupted
      ? "Redis runs before all other processes, so that its commands' times are its own."
      : "Redis shares the cores with all else, so that a slowest command may be one that was interrupted.",
    "Medians of runs in turns; the peer's figures are of the same run.",
  ].join(" ");
}
