import { onTestFinished } from "vitest";

import type { Generation } from "./bullmq-generations";

type Options = {
  readonly redisUrl: string;
  readonly prefix: string;
  readonly generation: Generation;
  readonly rounds: number;
  /** Jobs of this name pass without waiting. */
  readonly freeName: string;
};

/** One worker of `cards` whose every run waits until it is let go; a run that is let go completes. */
export function openGatedWorker({ redisUrl, prefix, generation, rounds, freeName }: Options) {
  const { hostname, port } = new URL(redisUrl);
  const gates = new Map<string, (() => void)[]>();
  const arrivals = new Map<string, () => void>();
  const worker = new generation.Worker(
    "cards",
    (job) =>
      job.name === freeName
        ? Promise.resolve()
        : new Promise<void>((resolve) => {
            gates.set(job.id ?? "", [...(gates.get(job.id ?? "") ?? []), resolve]);
            arrivals.get(job.id ?? "")?.();
          }),
    { connection: { host: hostname, port: Number(port) }, prefix, concurrency: rounds * 2 },
  );
  // The loser of a race is told so here.
  worker.on("error", () => undefined);
  onTestFinished(async () => {
    for (const open of [...gates.values()].flat()) open();
    await worker.close();
  });
  return {
    arrivalOf: (id: string) => new Promise<void>((resolve) => void arrivals.set(id, resolve)),
    release: (id: string) => gates.get(id)?.forEach((open) => open()),
  };
}
