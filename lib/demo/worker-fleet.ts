import { setTimeout as delay } from "node:timers/promises";
import type { OwnProcesses } from "./own-processes";
import { projectRoot } from "./project-root";
import type { ShopPlace } from "./shop-place";
import { type ShopWorker, workerLabel } from "./shop-queues";
import { workerEnv } from "./worker-settings";

export type WorkerFleet = {
  /** Resolves when the worker is connected. A worker that ends later is started again, as a supervisor would. */
  start(worker: ShopWorker): Promise<void>;
};

export type FleetOptions = {
  readonly place: ShopPlace;
  readonly processes: OwnProcesses;
  readonly warn: (line: string) => void;
};

const restartDelayMs = 1_000;
const restartsMax = 20;

/** Runs each worker of the shop in a process of its own. */
export function createWorkerFleet(options: FleetOptions): WorkerFleet {
  return { start: (worker) => startWorker(worker, options) };
}

async function startWorker(worker: ShopWorker, options: FleetOptions): Promise<void> {
  const first = launch(worker, options);
  if (!(await first.ready)) throw new Error(`Worker ${first.own.label} did not start.\n${first.own.output()}`);
  void keepRunning(worker, first, options);
}

async function keepRunning(worker: ShopWorker, first: Launched, options: FleetOptions): Promise<void> {
  let running = first;
  for (let restarts = 0; restarts < restartsMax; restarts += 1) {
    const { code, signal } = await running.own.ended;
    if (options.processes.stopping.aborted) return;
    options.warn(`Worker ${workerLabel(worker)} ended (${signal ?? `code ${code}`}); starting it again.`);
    await delay(restartDelayMs);
    if (options.processes.stopping.aborted) return;
    running = launch(worker, options);
  }
  options.warn(`Worker ${workerLabel(worker)} ended too often and stays away.\n${running.own.output()}`);
}

type Launched = ReturnType<typeof launch>;

function launch(worker: ShopWorker, { place, processes }: FleetOptions) {
  const own = processes.start({
    label: workerLabel(worker),
    args: ["--import", "tsx", "lib/demo/worker-process.ts"],
    cwd: projectRoot,
    env: { ...process.env, ...workerEnv({ place, worker }) },
  });
  const ready = new Promise<boolean>((resolve) => {
    own.child.once("message", () => resolve(true));
    void own.ended.then(() => resolve(false));
  });
  return { own, ready };
}
