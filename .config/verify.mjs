import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { findMachinePaths } from "./find-machine-paths.mjs";
import { findLockProblems } from "./find-lock-problems.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Every step looks at the whole project and needs neither Redis nor a build. */
const steps = [
  { name: "format", run: () => tool("oxfmt", ["--check"]) },
  { name: "lint", run: () => tool("oxlint", ["--deny-warnings"]) },
  { name: "types", run: () => tool("next", ["typegen"]) ?? tool("tsc", ["--noEmit"]) },
  { name: "dead code", run: () => tool("knip", []) },
  { name: "lockfile", run: () => told(findLockProblems(root)) },
  { name: "machine paths", run: () => told(findMachinePaths(root)) },
  { name: "unit tests", run: () => tool("vitest", ["run", "--config", ".config/vitest.unit.config.ts"]) },
];

/** Runs the steps but those named in `except`, prints what failed, and returns how many passed and failed. */
export function verify({ except = [] } = {}) {
  const failed = [];
  const chosen = steps.filter(({ name }) => !except.includes(name));
  for (const { name, run } of chosen) {
    const startedAtMs = Date.now();
    const complaint = run();
    const seconds = ((Date.now() - startedAtMs) / 1_000).toFixed(1);
    process.stdout.write(`${complaint === null ? "passed" : "FAILED"}  ${name} (${seconds} s)\n`);
    if (complaint === null) continue;
    failed.push(name);
    process.stdout.write(`${complaint.trimEnd()}\n`);
  }
  return { passed: chosen.length - failed.length, failed: failed.length };
}

/** Returns what the tool printed when it failed, or null. */
function tool(name, args) {
  const { status, stdout, stderr, error } = spawnSync(join(root, "node_modules", ".bin", name), args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status === 0) return null;
  return error ? String(error) : `${stdout}${stderr}`;
}

function told(problems) {
  return problems.length === 0 ? null : problems.join("\n");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { failed } = verify();
  if (failed > 0) process.exitCode = 1;
}
