import "server-only";

import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { expect, onTestFinished } from "vitest";

import { findFreePort } from "@/lib/embedded/start-embedded-redis";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const conn = "default";

/** The built server, as `npm start` runs it with this environment beside the defaults; needs a build. Ended after the test. */
export async function startBuiltFlowlock(env: Readonly<Record<string, string>>) {
  const port = await findFreePort();
  const child = spawn(process.execPath, [".config/start.mjs"], {
    cwd: root,
    env: { PATH: process.env.PATH, NODE_ENV: "production", PORT: String(port), FLOWLOCK_WRITE: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "exit");
  let said = "";
  for (const output of [child.stdout, child.stderr])
    output.on("data", (data) => (said = `${said}${data}`.slice(-5_000)));
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await ended;
  });
  const origin = `http://127.0.0.1:${port}`;
  const isServing = async () => {
    if (child.exitCode !== null) throw new Error(`It ended.\n${said}`);
    const health = await fetch(`${origin}/api/health`).catch(() => null); // nothing listens yet: it is asked again until it does
    return health?.ok === true;
  };
  await expect.poll(isServing, { timeout: 60_000, interval: 200 }).toBe(true);
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const headers = { "content-type": "application/json" };
    const post = body === undefined ? {} : { method: "POST", headers, body: JSON.stringify(body) };
    const response = await fetch(`${origin}/api/c/${conn}/${path}`, post);
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  return { ask, scrape: async () => (await fetch(`${origin}/api/metrics`)).text() };
}
