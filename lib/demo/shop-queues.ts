/** The shop's six queues. */
export const shopQueues = ["orders", "payments", "invoices", "shipping", "media", "mail"] as const;

export type ShopQueue = (typeof shopQueues)[number];

export type ShopWorker = {
  /** `null` for the one worker that was never given a name. */
  readonly name: string | null;
  readonly queue: ShopQueue;
  readonly concurrency: number;
};

/** Takes the payment that hangs, so it runs alone until it has it. */
export const firstWorker: ShopWorker = { name: "payments-1", queue: "payments", concurrency: 5 };

/** Everybody else. Nobody works `mail`: that is one of the situations to look at. */
export const otherWorkers: readonly ShopWorker[] = [
  { name: "payments-2", queue: "payments", concurrency: 5 },
  { name: "orders-1", queue: "orders", concurrency: 10 },
  { name: "invoices-1", queue: "invoices", concurrency: 5 },
  { name: "shipping-1", queue: "shipping", concurrency: 5 },
  { name: null, queue: "shipping", concurrency: 5 },
  { name: "media-1", queue: "media", concurrency: 20 },
];

/** A worker's identity towards its process: its name, or its queue where it has none. */
export function workerLabel({ name, queue }: ShopWorker): string {
  return name ?? `${queue} (unnamed)`;
}
