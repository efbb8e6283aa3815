import { fileURLToPath } from "node:url";

import { defineConfig } from "vitest/config";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  resolve: { alias: { "@": path(".."), "server-only": path("server-only.ts") } },
  test: {
    root: path(".."),
    include: ["lib/**/*.soak.test.ts"],
    globalSetup: path("../lib/testing/redis-global-setup.ts"),
    hookTimeout: 60_000,
    // Each says itself how long it takes: up to half an hour.
    testTimeout: 1_800_000,
    maxWorkers: 4,
  },
});
