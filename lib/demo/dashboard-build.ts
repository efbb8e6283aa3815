import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { OwnProcesses } from "./own-processes";

const sources = [
  "app",
  "components",
  "lib",
  "public",
  "instrumentation.ts",
  "proxy.ts",
  "next.config.js",
  "package.json",
  "package-lock.json",
];
const notServed = /^(?:demo|bench|testing|embedded)$|\.test\.tsx?$/;
const server = ".next/standalone/server.js";
const staticFiles = ".next/standalone/.next/static";

/** Whether the build is missing, unfinished, or older than a source file of the dashboard. */
export async function needsBuild(root: string): Promise<boolean> {
  if (!existsSync(join(root, server)) || !existsSync(join(root, staticFiles))) return true;
  const { mtimeMs } = await stat(join(root, server));
  return (await newestMtimeMs(root, sources)) > mtimeMs;
}

/** Builds the dashboard as `npm run build` does; throws with what the build wrote. */
export async function buildDashboard(root: string, processes: OwnProcesses): Promise<void> {
  const steps = [["node_modules/next/dist/bin/next", "build"], [".config/finish-build.mjs"]];
  for (const args of steps) {
    const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
    const own = processes.start({ label: "build", args, cwd: root, env });
    const { code, signal } = await own.ended;
    if (code !== 0) throw new Error(`The build failed (${signal ?? `code ${code}`}).\n${own.output()}`);
  }
}

async function newestMtimeMs(folder: string, names: readonly string[]): Promise<number> {
  const times = await Promise.all(names.map((name) => mtimeMsOf(join(folder, name))));
  return Math.max(0, ...times);
}

async function mtimeMsOf(path: string): Promise<number> {
  if (!existsSync(path)) return 0;
  const found = await stat(path);
  if (!found.isDirectory()) return found.mtimeMs;
  const names = (await readdir(path)).filter((name) => !notServed.test(name));
  // The folder's own time tells of deleted files.
  return Math.max(found.mtimeMs, await newestMtimeMs(path, names));
}
