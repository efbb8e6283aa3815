import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where a program is that can be called by its name; `null` where there is none. */
export function findOnPath(name: string): string | null {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}
