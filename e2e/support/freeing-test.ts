import { test as base } from "playwright/test";
import type { Page } from "playwright/test";

import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";

import { startDashboard } from "./dashboard";
import { freeingCases } from "./freeing-cases";
import { openHeldPayment } from "./held-payment";
import type { HeldPayment } from "./held-payment";

export type FreeingStack = {
  readonly url: string;
  /** One page for all cases. */
  readonly page: Page;
  /** The held payment of a case; those of the next ones are opened meanwhile, so that they are stuck when it is their turn. */
  open(index: number): Promise<HeldPayment>;
};

const openedAhead = 4;

/** All tests of a file share one Redis, one dashboard and one page. */
export const test = base.extend<object, { stack: FreeingStack }>({
  stack: [
    async ({ browser }, use) => {
      const redis = await startEmbeddedRedis();
      const dashboard = await startDashboard({
        ...{ REDIS_URL: redis.url, FLOWLOCK_WRITE: "1", FLOWLOCK_SAMPLE_MS: "500", FLOWLOCK_DISCOVERY_MS: "1000" },
        ...{ FLOWLOCK_SLOW_MS: "500", FLOWLOCK_STUCK_MS: "1000" },
      });
      const page = await browser.newPage();
      const opened = new Map<number, Promise<HeldPayment>>();
      const openAt = (index: number): Promise<HeldPayment> | undefined => {
        const asked = freeingCases[index];
        if (asked === undefined) return undefined;
        const payment = opened.get(index) ?? openHeldPayment({ ...asked, redisUrl: redis.url, prefix: `m${index}` });
        opened.set(index, payment);
        return payment;
      };
      await use({
        url: dashboard.url,
        page,
        open: async (index) => {
          const payment = await openAt(index);
          if (payment === undefined) throw new Error("There is no such case.");
          for (let ahead = 1; ahead <= openedAhead; ahead += 1) void openAt(index + ahead);
          return { ...payment, close: () => payment.close().finally(() => opened.delete(index)) };
        },
      });
      for (const payment of opened.values()) await (await payment).close();
      await page.close();
      await dashboard.stop();
      await redis.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

export { expect } from "playwright/test";
