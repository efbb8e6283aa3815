import { setTimeout as delay } from "node:timers/promises";
import { type EmbeddedRedis, startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";
import { startDashboard } from "./dashboard";
import { freePort } from "./free-port";
import type { OwnProcess, OwnProcesses } from "./own-processes";
import { runShop } from "./run-shop";
import type { StopRequest } from "./stop-request";

export type DemoRunOptions = {
  /** The project's folder. */
  readonly root: string;
  readonly port: number | null;
  readonly processes: OwnProcesses;
  readonly stop: Pick<StopRequest, "requested">;
  readonly say: (line: string) => void;
  readonly warn: (line: string) => void;
};

const lookAgainMs = 500;

/** Runs Redis, the shop and the dashboard until it is asked to stop or one of them can't go on. */
export async function runDemo(options: DemoRunOptions): Promise<void> {
  const redis = await startEmbeddedRedis();
  try {
    await Promise.race([options.stop.requested, operate(redis, options), redisEnded(redis)]);
  } finally {
    await options.processes.stopAll();
    await redis.stop();
  }
}

async function operate(
  redis: EmbeddedRedis,
  { root, port: wanted, processes, say, warn }: DemoRunOptions,
): Promise<void> {
  const port = await freePort(wanted);
  const [shop, dashboard] = await Promise.all([
    runShop({
      place: { redisUrl: redis.url, prefix: "bull" },
      processes,
      warn,
    }),
    startDashboard({ root, redisUrl: redis.url, port, processes, warn }),
  ]);
  say(`Open http://127.0.0.1:${port}`);
  say(
    `Look for: charge-card on top. payments-1 renews its lock for ever, so fulfil-order ${shop.trouble.stuckPayment} never ends. Ctrl-C stops everything.`,
  );
  await Promise.race([shop.traffic, dashboardEnded(dashboard)]);
}

async function dashboardEnded(dashboard: OwnProcess): Promise<never> {
  const { code, signal } = await dashboard.ended;
  throw new Error(`The dashboard ended (${signal ?? `code ${code}`}).\n${dashboard.output()}`);
}

async function redisEnded({ pid }: EmbeddedRedis): Promise<never> {
  while (isRunning(pid)) await delay(lookAgainMs, undefined, { ref: false });
  throw new Error("The demo's Redis ended, and the demo with it.");
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    throw error;
  }
}
