import { spawn, spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

import { whenParentEnds } from "./parent-watch.mjs";

// Runs before anything is installed: nothing here or below may import a package.
const root = fileURLToPath(new URL("..", import.meta.url));
const [part, ...args] = process.argv.slice(2);

if (part !== "demo" && part !== "test") stop("usage: node .config/bootstrap.mjs <demo|test>");
installPackages();
if (part === "demo") await demo();
else {
  const { runAllTests } = await import("./run-all-tests.mjs");
  process.exitCode = await runAllTests(root);
}

function installPackages() {
  const installed = `${root}node_modules/.package-lock.json`;
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(`${root}package-lock.json`).mtimeMs) return;
  process.stdout.write("Installing the packages …\n");
  // Development packages as well, whatever NODE_ENV says: the demo and the tests are made of them.
  const { status } = spawnSync("npm", ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) stop("npm ci failed; what it printed above says why.");
}

async function demo() {
  const child = spawn(process.execPath, ["--import", "tsx", "lib/demo/main.ts", ...args], {
    cwd: root,
    // The demo ends with this process: it sees the channel close even when this one is killed.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  whenParentEnds(() => child.kill("SIGTERM"));
  const { code, signal } = await new Promise((resolve) => {
    child.once("exit", (exitCode, exitSignal) => resolve({ code: exitCode, signal: exitSignal }));
  });
  process.exitCode = code ?? 128 + constants.signals[signal];
}

function stop(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}
