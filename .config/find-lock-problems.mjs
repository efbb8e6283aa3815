import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What would stop `npm ci` on another platform or against another registry; empty when nothing would. */
export function findLockProblems(root) {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  return Object.entries(packages).flatMap(([path, entry]) => [
    ...missingOptional(packages, path, entry),
    ...host(path, entry),
  ]);
}

// npm leaves out a platform's package without a word when it can't resolve it, and then refuses its own lock file.
function missingOptional(packages, path, entry) {
  return Object.keys(entry.optionalDependencies ?? {})
    .filter((name) => !isLocked(packages, path, name))
    .map((name) => `package-lock.json has no entry of ${name}, an optional dependency of ${path || "the project"}`);
}

/** Looks where Node would: in the package's own node_modules, then in every folder above. */
function isLocked(packages, path, name) {
  let folder = path;
  while (folder !== "") {
    if (`${folder}/node_modules/${name}` in packages) return true;
    const cut = folder.lastIndexOf("/node_modules/");
    folder = cut < 0 ? "" : folder.slice(0, cut);
  }
  return `node_modules/${name}` in packages;
}

function host(path, entry) {
  return /^https?:/.test(entry.resolved ?? "") ? [`package-lock.json names a host at ${path}: ${entry.resolved}`] : [];
}
