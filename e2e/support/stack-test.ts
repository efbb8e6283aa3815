import { randomBytes } from "node:crypto";

import { test as base } from "playwright/test";

import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";
import type { EmbeddedRedis } from "@/lib/embedded/start-embedded-redis";
import { checkInvariants } from "@/lib/testing/check-invariants";

import { startDashboard } from "./dashboard";
import type { Dashboard } from "./dashboard";
import { openStuckShop } from "./stuck-shop";
import type { StuckShop } from "./stuck-shop";
import { openWideFlow } from "./wide-flow";
import type { WideFlow } from "./wide-flow";

type Policy = Parameters<typeof openStuckShop>[0]["policy"];

export type Stack = {
  readonly redis: EmbeddedRedis;
  readonly dashboard: Dashboard;
  /** Opens a shop with a stuck payment under a prefix of its own. */
  openShop(policy: Policy, lockMs?: number): Promise<StuckShop>;
  /** Opens a catalogue of so many children, one of them stuck, under a prefix of its own. */
  openWideFlow(children: number): Promise<WideFlow>;
};

/** A test with its own Redis, dashboard and, where asked for, shop; afterwards BullMQ's data must be consistent. */
export const test = base.extend<{ stack: Stack }>({
  // Playwright reads the fixture's dependencies from this pattern.
  // oxlint-disable-next-line no-empty-pattern -- there are none
  stack: async ({}, use) => {
    const redis = await startEmbeddedRedis();
    const dashboard = await startDashboard({
      REDIS_URL: redis.url,
      FLOWLOCK_WRITE: "1",
      FLOWLOCK_SAMPLE_MS: "500",
      FLOWLOCK_DISCOVERY_MS: "1000",
      FLOWLOCK_SLOW_MS: "1500",
      FLOWLOCK_STUCK_MS: "3000",
    });
    const shops: { readonly shop: Pick<StuckShop, "stop">; readonly prefix: string }[] = [];
    await use({
      redis,
      dashboard,
      openShop: async (policy, lockMs) => {
        const prefix = `shop${randomBytes(4).toString("hex")}`;
        const shop = await openStuckShop({
          redisUrl: redis.url,
          prefix,
          policy,
          ...(lockMs === undefined ? {} : { lockMs }),
        });
        shops.push({ shop, prefix });
        return shop;
      },
      openWideFlow: async (children) => {
        const prefix = `wide${randomBytes(4).toString("hex")}`;
        const shop = await openWideFlow({ redisUrl: redis.url, prefix, children });
        shops.push({ shop, prefix });
        return shop;
      },
    });
    for (const { shop, prefix } of shops) {
      await shop.stop();
      const violations = await checkInvariants({ redisUrl: redis.url, prefix });
      if (violations.length > 0) throw new Error(`BullMQ's data is not consistent: ${JSON.stringify(violations)}`);
    }
    await dashboard.stop();
    await redis.stop();
  },
});

export { expect } from "playwright/test";
