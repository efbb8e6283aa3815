import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

// Written in parts, so that this file does not find itself.
const folders = ["root", "home", "work", "tmp", "Users"].map((name) => `/${name}/`);
const machinePath = new RegExp(`(?<![\\w.)\\]}*-])(?:${folders.join("|")})[\\w.-]+`);

/** Every line of a tracked text file that names a folder of one certain machine, as `path:line: text`. */
export function findMachinePaths(root) {
  const { stdout, status } = spawnSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" });
  // Unpacked from an archive there is no repository to list.
  if (status !== 0) return [];
  return stdout
    .split("\0")
    .filter((path) => path !== "" && path !== "package-lock.json" && existsSync(join(root, path)))
    .flatMap((path) => findIn(path, readFileSync(join(root, path), "utf8")));
}

function findIn(path, text) {
  if (text.includes("\0")) return [];
  return text
    .split("\n")
    .flatMap((line, index) => (machinePath.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : []));
}
