import { setTimeout as delay } from "node:timers/promises";

import { dashboardArgs, dashboardEnv } from "@/lib/demo/dashboard";
import { buildDashboard, needsBuild } from "@/lib/demo/dashboard-build";
import { OwnProcesses } from "@/lib/demo/own-processes";
import { projectRoot } from "@/lib/demo/project-root";
import { findFreePort } from "@/lib/embedded/start-embedded-redis";
import { apiFlowPath, apiPathOf } from "@/lib/client/links";
import type { JobRef } from "@/lib/core/job-ref";
import type { RawJob } from "@/lib/testing/seed-raw-job";

import { openPlace } from "./open-place";
import type { Place } from "./open-place";

export type Stack = Place & {
  /** Where the dashboard serves. */
  readonly origin: string;
  /** Waits until the dashboard knows as many queues. */
  untilQueuesAre(count: number): Promise<void>;
};

const serveMaxMs = 60_000;
/** Nothing in the background: what is counted is what was asked for. */
const quiet = { FLOWLOCK_SAMPLE_MS: "600000", FLOWLOCK_DISCOVERY_MS: "3600000" } as const;
const usual = { FLOWLOCK_SAMPLE_MS: "5000", FLOWLOCK_DISCOVERY_MS: "10000" } as const;

export const conn = "default";

/** The built dashboard on a Redis of its own with these flows; `live`: it samples as it does by default. */
export async function openStack(flows: Iterable<RawJob>, { live }: { readonly live: boolean }): Promise<Stack> {
  const place = await openPlace(flows);
  const processes = new OwnProcesses();
  const port = await findFreePort();
  const origin = `http://127.0.0.1:${port}`;
  const own = processes.start({
    ...{ label: "dashboard", args: dashboardArgs, cwd: projectRoot },
    env: {
      ...dashboardEnv(process.env, { redisUrl: place.url, port }),
      FLOWLOCK_WRITE: "0",
      ...(live ? usual : quiet),
    },
  });
  await until(async () => {
    if (own.child.exitCode !== null) throw new Error(`The dashboard ended at its start.\n${own.output()}`);
    return answers(`${origin}/api/health`);
  });
  return {
    ...place,
    origin,
    untilQueuesAre: (count) => until(async () => (await countQueues(origin)) >= count),
    close: async () => {
      await processes.stopAll();
      await place.close();
    },
  };
}

/** Builds the dashboard where its build is missing or older than its sources. */
export async function prepareBuild(say: (line: string) => void): Promise<void> {
  if (!(await needsBuild(projectRoot))) return;
  say("building the dashboard");
  await buildDashboard(projectRoot, new OwnProcesses());
}

export function flowUrl({ origin }: Pick<Stack, "origin">, root: JobRef): string {
  return `${origin}${apiFlowPath(conn, root)}`;
}

/** The body of an answer, which must be a good one. */
export async function fetchText(url: string): Promise<string> {
  const response = await fetch(url);
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} from the dashboard: ${text.slice(0, 300)}`);
  return text;
}

async function countQueues(origin: string): Promise<number> {
  const page: unknown = JSON.parse(await fetchText(`${origin}${apiPathOf(conn, "queues")}`));
  const queues = typeof page === "object" && page !== null && "queues" in page ? page.queues : null;
  return Array.isArray(queues) ? queues.length : 0;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const endAtMs = Date.now() + serveMaxMs;
  while (Date.now() < endAtMs) {
    if (await isSo()) return;
    await delay(100);
  }
  throw new Error(`The dashboard was not ready within ${serveMaxMs / 1_000} s.`);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch (error) {
    // Nothing listens yet.
    if (error instanceof TypeError) return false;
    throw error;
  }
}
