import { cpSync, existsSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

// The standalone server serves these two folders, but the build leaves them where they were.
for (const [from, to] of [
  [".next/static", ".next/standalone/.next/static"],
  ["public", ".next/standalone/public"],
]) {
  rmSync(root(to), { recursive: true, force: true });
  if (existsSync(root(from))) cpSync(root(from), root(to), { recursive: true });
}
