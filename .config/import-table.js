/**
 * Which folder (or file) may import what: folders and files of the project, packages, and packages whose types alone.
 * `node:` stands for all of Node's own modules. A folder that is not listed, such as `.config`, may import anything.
 */
export const importTable = {
  "lib/core": { paths: [], packages: [] },
  "lib/contract": { paths: ["lib/core"], packages: ["zod"] },
  "lib/graph": { paths: ["lib/core"], packages: ["d3-flextree"], typesOf: ["reactflow"] },
  "lib/redis": { paths: ["lib/core"], packages: ["ioredis", "zod", "node:"] },
  "lib/actions": { paths: ["lib/core", "lib/redis"], packages: ["bullmq", "node:"], typesOf: ["ioredis"] },
  "lib/store": { paths: ["lib/core", "lib/redis"], packages: ["ioredis", "node:"] },
  "lib/watch": {
    paths: ["lib/core", "lib/redis", "lib/store"],
    packages: ["prom-client", "@datadog/sketches-js", "node:"],
  },
  "lib/server": {
    paths: ["lib/core", "lib/contract", "lib/redis", "lib/actions", "lib/store", "lib/watch", "package.json"],
    packages: ["server-only", "pino", "zod", "node:"],
    typesOf: ["ioredis", "next"],
  },
  "lib/client": {
    paths: ["lib/core", "lib/contract"],
    packages: ["@tanstack/react-query", "react"],
    typesOf: ["zod"],
  },
  components: {
    paths: ["lib/core", "lib/contract", "lib/graph", "lib/client"],
    packages: [
      ...["react", "react-dom", "next", "next-themes", "reactflow", "radix-ui", "cmdk", "sonner", "nuqs"],
      ...["@tanstack/react-query", "@tanstack/react-virtual", "class-variance-authority", "html-to-image"],
    ],
  },
  app: {
    paths: ["lib/core", "lib/contract", "lib/server", "lib/client", "components"],
    packages: ["react", "next", "next-themes", "geist", "nuqs", "@tanstack/react-query"],
  },
  "lib/embedded": { paths: [], packages: ["node:"] },
  "lib/demo": { paths: ["lib/embedded"], packages: ["bullmq", "ioredis", "node:"] },
  "lib/bench": {
    paths: ["lib", "e2e/support/find-browser"],
    packages: ["bullmq", "ioredis", "playwright", "node:"],
  },
  "lib/testing": {
    paths: ["lib/core", "lib/redis", "lib/embedded"],
    packages: ["bullmq", "bullmq5", "bullmq534", "ioredis", "vitest", "zod", "node:"],
  },
  e2e: {
    paths: ["lib/core", "lib/contract", "lib/testing", "lib/embedded"],
    packages: ["bullmq", "ioredis", "playwright", "@axe-core/playwright", "node:"],
  },
  "instrumentation.ts": { paths: ["lib/server/start"], packages: [] },
  "proxy.ts": { paths: ["lib/core", "lib/contract", "lib/server/env"], packages: ["next"] },
};

/** What a test, and a file that only tests share (`test-….ts`), may import beside what its folder may. */
export const testImports = {
  paths: ["lib/core", "lib/contract", "lib/redis", "lib/testing", "lib/embedded"],
  packages: ["vitest", "bullmq", "bullmq5", "bullmq534", "ioredis", "happy-dom", "react", "react-dom", "node:"],
};
