import { setTimeout as delay } from "node:timers/promises";
import { buildDashboard, needsBuild } from "./dashboard-build";
import type { OwnProcess, OwnProcesses } from "./own-processes";

export type DashboardOptions = {
  /** The project's folder. */
  readonly root: string;
  readonly redisUrl: string;
  readonly port: number;
  readonly processes: OwnProcesses;
  readonly warn: (line: string) => void;
};

const serveMaxMs = 60_000;
const askAgainMs = 100;

/**
 * How `npm start` runs it: with 64 MB for young objects at most, taken only where they are needed. Tens of thousands of
 * readings of one look would be copied to and fro else.
 */
export const dashboardArgs = ["--max-semi-space-size=64", ".config/start.mjs"] as const;

/** Builds the dashboard where that is needed, serves it, and resolves when it answers. */
export async function startDashboard(options: DashboardOptions): Promise<OwnProcess> {
  if (await needsBuild(options.root)) {
    options.warn("Building the dashboard; this takes half a minute the first time.");
    await buildDashboard(options.root, options.processes);
  }
  const own = options.processes.start({
    label: "dashboard",
    args: dashboardArgs,
    cwd: options.root,
    env: dashboardEnv(process.env, options),
  });
  const end = await Promise.race([own.ended, untilItAnswers(options.port)]);
  if (end === "answers") return own;
  throw new Error(`The dashboard did not start.\n${own.output()}`);
}

/** The environment of the demo's dashboard: nothing that was set for another Flowlock gets in. */
export function dashboardEnv(
  env: NodeJS.ProcessEnv,
  { redisUrl, port }: { readonly redisUrl: string; readonly port: number },
): NodeJS.ProcessEnv {
  const foreign = /^(?:FLOWLOCK_|REDIS_URL$|BULL_PREFIX$|HOST$|HOSTNAME$|PORT$)/;
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name))),
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    HOST: "127.0.0.1",
    PORT: String(port),
    REDIS_URL: redisUrl,
    FLOWLOCK_WRITE: "1",
    FLOWLOCK_ENV: "development",
    FLOWLOCK_SAMPLE_MS: "1000",
    FLOWLOCK_DISCOVERY_MS: "2000",
    FLOWLOCK_SLOW_MS: "8000",
    FLOWLOCK_STUCK_MS: "20000",
  };
}

async function untilItAnswers(port: number): Promise<"answers"> {
  const endMs = Date.now() + serveMaxMs;
  while (Date.now() < endMs) {
    if (await answers(port)) return "answers";
    await delay(askAgainMs, undefined, { ref: false });
  }
  throw new Error(`The dashboard did not answer on port ${port} within ${serveMaxMs / 1_000} s.`);
}

async function answers(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/api/health`, {
      signal: AbortSignal.timeout(5_000),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch (error) {
    // fetch wraps a refused connection in a TypeError: the server does not listen yet.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === "TimeoutError")) return false;
    throw error;
  }
}
