import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, expect, test } from "vitest";

const plugin = fileURLToPath(new URL("import-boundaries.js", import.meta.url));
const oxlint = fileURLToPath(new URL("../node_modules/oxlint/bin/oxlint", import.meta.url));

const forbidden = [
  ["alias", "lib/core/a.ts", `import { b } from "@/lib/redis/b";`],
  ["relative", "lib/core/b.ts", `import { b } from "../redis/b";`],
  ["relative into a folder below", "lib/server/http/c.ts", `import { b } from "../../client/b";`],
  ["out of the project", "e2e/d.ts", `import { b } from "../../elsewhere/b";`],
  ["re-export", "lib/contract/e.ts", `export { b } from "@/lib/server/b";`],
  ["re-export of all", "lib/contract/f.ts", `export * from "@/lib/server/b";`],
  ["dynamic", "components/g.ts", `export const load = () => import("@/lib/server/b");`],
  ["type", "lib/client/h.ts", `import type { B } from "@/lib/server/b";`],
  ["inline type", "lib/client/i.ts", `export type C = import("@/lib/server/b").B;`],
  ["package", "lib/core/j.ts", `import { z } from "zod";`],
  ["package below its root", "components/k.ts", `import { Redis } from "ioredis/built/Redis";`],
  ["Node's own", "lib/core/l.ts", `import { readFileSync } from "node:fs";`],
  ["value where types alone may come", "lib/graph/m.ts", `import { Position } from "reactflow";`],
  ["writer in the reader", "lib/redis/n.ts", `import { Queue } from "bullmq";`],
  ["test support in the product", "lib/server/o.ts", `import { b } from "@/lib/testing/b";`],
  ["other server code in the proxy", "proxy.ts", `import { b } from "@/lib/server/deps";`],
] as const;

const permitted = [
  ["own folder", "lib/core/p.ts", `import { b } from "./a";`],
  ["listed folder", "lib/redis/q.ts", `import { b } from "@/lib/core/a";`],
  ["listed package", "lib/redis/r.ts", `import { Redis } from "ioredis";`],
  ["types of a package", "lib/graph/s.ts", `import type { Node } from "reactflow";`],
  ["test support in a test", "lib/core/t.test.ts", `import { b } from "@/lib/testing/b";`],
  ["listed file", "instrumentation.ts", `export const load = () => import("@/lib/server/start");`],
  ["unlisted folder", ".config/u.ts", `import { b } from "@/lib/server/b";`],
] as const;

let folder = "";
let found: ReadonlyMap<string, string> = new Map();

/** One run over all fixtures: what the rule said, by file. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "flowlock-boundaries-"));
  const rules = { "flowlock/import-boundaries": "error" };
  writeFileSync(join(folder, ".oxlintrc.json"), JSON.stringify({ categories: {}, jsPlugins: [plugin], rules }));
  for (const [, path, code] of [...forbidden, ...permitted]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${code}\n`);
  }
  const { stdout } = spawnSync(process.execPath, [oxlint, "--format=json", "."], {
    cwd: folder,
    encoding: "utf8",
  });
  const { diagnostics, number_of_files: files } = JSON.parse(stdout) as Report;
  expect(files).toBe(forbidden.length + permitted.length);
  found = new Map(
    diagnostics
      .filter(({ code }) => code === "flowlock(import-boundaries)")
      .map((told) => [told.filename, told.message]),
  );
}, 30_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Report = {
  readonly diagnostics: readonly { readonly code: string; readonly filename: string; readonly message: string }[];
  readonly number_of_files: number;
};

test.each(forbidden)("a forbidden import is caught: %s", (_kind, path) => {
  expect(found.get(path)).toMatch(/ may not import .* belongs in /);
});

test.each(permitted)("a permitted import passes: %s", (_kind, path) => {
  expect(found.get(path)).toBeUndefined();
});

test("the message says where the code belongs", () => {
  expect(found.get("lib/redis/n.ts")).toContain("Code that needs it belongs in lib/actions");
});
