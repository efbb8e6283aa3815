import { fileURLToPath } from "node:url";

import { defineConfig } from "vitest/config";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  resolve: { alias: { "@": path(".."), "server-only": path("server-only.ts") } },
  test: {
    root: path(".."),
    include: ["{lib,components,app,.config}/**/*.test.{ts,tsx}"],
    exclude: ["**/*.redis.test.ts", "**/*.soak.test.ts", "**/node_modules/**"],
    environment: "node",
  },
});
