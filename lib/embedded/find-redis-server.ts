import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, rm, symlink } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";

import { downloadDebianPackages } from "./download-debian";
import { findOnPath } from "./find-on-path";
import { chooseServerSource, missingServerMessage } from "./server-sources";

const run = promisify(execFile);

export type ServerBinary = { readonly path: string; readonly libraryPath: string | null };

const cacheFolder = resolve(".cache", "redis");
const cachedServer = join(cacheFolder, "redis-server");
const downloadedRoot = join(cacheFolder, "root");
/** Debian's redis-tools holds the server under this name: it is the same binary. */
const debianServer = "/usr/bin/redis-check-rdb";

/** Finds a redis-server, or obtains one. Throws with the one command to run where neither is possible. */
export async function findRedisServer(): Promise<ServerBinary> {
  const source = chooseServerSource({
    named: process.env.FLOWLOCK_REDIS_SERVER ?? null,
    onPath: findOnPath("redis-server") ?? findOnPath("valkey-server"),
    cached: existsSync(cachedServer) ? cachedServer : null,
    hasApt: findOnPath("apt-get") !== null,
    isRoot: process.getuid?.() === 0,
  });
  switch (source.kind) {
    case "binary":
      return { path: source.path, libraryPath: await downloadedLibraries() };
    case "apt-install":
      return { path: await installWithApt(), libraryPath: null };
    case "apt-download":
      return { path: await downloadWithApt(), libraryPath: await downloadedLibraries() };
    case "none":
      throw new Error(missingServerMessage(process.platform));
  }
}

async function installWithApt(): Promise<string> {
  if (!existsSync(debianServer)) await aptInstall();
  return linkServer(debianServer);
}

async function aptInstall(): Promise<void> {
  const install = () => run("apt-get", ["install", "-y", "--no-install-recommends", "redis-tools"]);
  try {
    await install();
  } catch {
    // Most often there are no package lists yet; the second failure is the one to show.
    await run("apt-get", ["update"]);
    await install();
  }
}

async function downloadWithApt(): Promise<string> {
  await downloadDebianPackages(["redis-tools", "liblzf1", "libjemalloc2", "libatomic1"], downloadedRoot);
  return linkServer(join(downloadedRoot, debianServer));
}

async function linkServer(target: string): Promise<string> {
  await mkdir(cacheFolder, { recursive: true });
  await rm(cachedServer, { force: true });
  await symlink(target, cachedServer);
  return cachedServer;
}

async function downloadedLibraries(): Promise<string | null> {
  const library = join(downloadedRoot, "usr", "lib");
  if (!existsSync(library)) return null;
  const folders = (await readdir(library)).filter((name) => name.endsWith("-linux-gnu"));
  return folders.map((name) => join(library, name)).join(delimiter);
}
