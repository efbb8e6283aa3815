import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { needsBuild } from "./dashboard-build";

const builtAtS = 2_000;
const build = { ".next/standalone/server.js": builtAtS, ".next/standalone/.next/static": builtAtS };

async function projectWith(files: Readonly<Record<string, number>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "flowlock-build-"));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const name of Object.keys(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), "");
  }
  for (const name of ["app", "lib", "lib/core", "lib/demo"]) {
    await mkdir(join(root, name), { recursive: true });
    await utimes(join(root, name), 1_000, 1_000);
  }
  for (const [name, atS] of Object.entries(files)) await utimes(join(root, name), atS, atS);
  return root;
}

test.each([
  { what: "there is none", files: {}, needed: true },
  {
    what: "its static files are missing",
    files: { ".next/standalone/server.js": builtAtS },
    needed: true,
  },
  { what: "a page is younger", files: { ...build, "app/page.tsx": 3_000 }, needed: true },
  { what: "a setting is younger", files: { ...build, "package.json": 3_000 }, needed: true },
])("a build is needed when $what", async ({ files, needed }) => {
  expect(await needsBuild(await projectWith(files))).toBe(needed);
});

test.each([
  { what: "all sources are older", files: { ...build, "app/page.tsx": 1_500 } },
  { what: "only a test is younger", files: { ...build, "lib/core/x.test.ts": 3_000 } },
  { what: "only the demo is younger", files: { ...build, "lib/demo/main.ts": 3_000 } },
])("the build stays when $what", async ({ files }) => {
  const root = await projectWith(files);
  for (const name of ["app", "lib", "lib/core"]) await utimes(join(root, name), 1_000, 1_000);

  expect(await needsBuild(root)).toBe(false);
});
