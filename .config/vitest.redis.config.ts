import { fileURLToPath } from "node:url";

import { defineConfig } from "vitest/config";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  resolve: { alias: { "@": path(".."), "server-only": path("server-only.ts") } },
  test: {
    root: path(".."),
    include: ["lib/**/*.redis.test.ts"],
    globalSetup: path("../lib/testing/redis-global-setup.ts"),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
