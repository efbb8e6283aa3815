import { spawnSync } from "node:child_process";

import { findBrowser } from "../e2e/support/find-browser.mjs";

/** Makes sure that there is a Chromium to test with; true when there is. */
export function installBrowser() {
  const found = findBrowser();
  if (found !== null) return told(`Chromium is ${found}`);
  if (process.platform === "linux" && process.getuid?.() === 0 && hasApt()) installWithApt();
  else spawnSync("npx", ["--no-install", "playwright", "install", "chromium"], { stdio: "inherit" });
  return findBrowser() !== null || hasPlaywrightsOwn() || missing();
}

function hasApt() {
  return spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status === 0;
}

function installWithApt() {
  const install = () => apt(["install", "-y", "--no-install-recommends", "chromium"]);
  // Most often there are no package lists yet.
  if (!install() && apt(["update"])) install();
}

function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const { status } = spawnSync("apt-get", ["-qq", ...args], { stdio: ["ignore", "ignore", "inherit"], env });
  return status === 0;
}

function hasPlaywrightsOwn() {
  const script =
    'import("playwright").then(({ chromium }) => import("node:fs").then(({ accessSync }) => accessSync(chromium.executablePath())))';
  return spawnSync(process.execPath, ["-e", script], { stdio: "ignore" }).status === 0;
}

function told(line) {
  process.stdout.write(`${line}\n`);
  return true;
}

function missing() {
  process.stdout.write("There is no Chromium. Install one, or name one with CHROMIUM_PATH.\n");
  return false;
}
