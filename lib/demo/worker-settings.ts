import type { ShopPlace } from "./shop-place";
import type { ShopWorker } from "./shop-queues";

export type WorkerSettings = { readonly place: ShopPlace; readonly worker: ShopWorker };

const variable = "FLOWLOCK_DEMO_WORKER";

/** In the environment rather than the arguments, because every user of a machine can read the arguments. */
export function workerEnv(settings: WorkerSettings): Record<string, string> {
  return { [variable]: JSON.stringify(settings) };
}

/** What this worker's process was started for. */
export function readWorkerSettings(env: Readonly<Record<string, string | undefined>>): WorkerSettings {
  const text = env[variable];
  if (text === undefined) throw new Error(`A worker of the demo is started by the demo, with ${variable} set.`);
  // safe because workerEnv of this same build wrote it
  return JSON.parse(text) as WorkerSettings;
}
