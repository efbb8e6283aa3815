import { openShop } from "./open-shop";
import type { OwnProcesses } from "./own-processes";
import { seedTrouble, type Trouble } from "./seed-trouble";
import type { ShopPlace } from "./shop-place";
import { runTraffic } from "./traffic";
import { createWorkerFleet } from "./worker-fleet";

export type ShopRun = {
  readonly trouble: Trouble;
  /** Rejects when the shop can't go on; resolves after it was stopped. */
  readonly traffic: Promise<void>;
};

export type ShopRunOptions = {
  readonly place: ShopPlace;
  readonly processes: OwnProcesses;
  readonly warn: (line: string) => void;
};

/** Opens the shop, brings it into its six situations, and lets everyday flows come and go until the processes are stopped. */
export async function runShop({ place, processes, warn }: ShopRunOptions): Promise<ShopRun> {
  const shop = await openShop(place);
  const fleet = createWorkerFleet({ place, processes, warn });
  const trouble = await seedTrouble(shop, fleet);
  const traffic = runTraffic(shop, trouble.longLabels, processes.stopping).finally(() => shop.close());
  return { trouble, traffic };
}
