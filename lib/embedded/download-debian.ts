import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Puts the files of Debian packages under `into`, without being root: nothing is installed and nothing is started. */
export async function downloadDebianPackages(packages: readonly string[], into: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "flowlock-debian-"));
  try {
    const lists = join(folder, "lists");
    await mkdir(join(lists, "partial"), { recursive: true });
    const options = ["-o", `Dir::State::Lists=${lists}`, "-o", "Debug::NoLocking=1"];
    await run("apt-get", [...options, "update"], { cwd: folder });
    await run("apt-get", [...options, "download", ...packages], { cwd: folder });
    for (const file of await readdir(folder)) {
      if (file.endsWith(".deb")) await run("dpkg-deb", ["-x", join(folder, file), into]);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
