import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { downloadDebianPackages } from "@/lib/embedded/download-debian";
import { findOnPath } from "@/lib/embedded/find-on-path";

const folder = resolve(".cache", "prometheus");
const cached = join(folder, "promtool");

/**
 * Prometheus' own checker: named by `FLOWLOCK_PROMTOOL`, on the PATH, or out of Debian's package, of which nothing is
 * installed. `null` where there is neither it nor apt-get; throws where apt-get can't get it.
 */
export async function findPromtool(): Promise<string | null> {
  const named = process.env.FLOWLOCK_PROMTOOL ?? findOnPath("promtool");
  if (named !== null) return named;
  if (existsSync(cached)) return cached;
  return findOnPath("apt-get") === null ? null : download();
}

async function download(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "flowlock-promtool-"));
  try {
    await downloadDebianPackages(["prometheus"], root);
    await mkdir(folder, { recursive: true });
    await copyFile(join(root, "usr", "bin", "promtool"), `${cached}.new`);
    await rename(`${cached}.new`, cached);
    return cached;
  } catch (cause) {
    const how = "Install Debian's package prometheus, or name promtool in FLOWLOCK_PROMTOOL.";
    throw new Error(`The metrics, rules and dashboard can't be checked without promtool. ${how}`, { cause });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
