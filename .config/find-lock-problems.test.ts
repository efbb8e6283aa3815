import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { findLockProblems } from "./find-lock-problems.mjs";

function problemsOf(packages: Record<string, object>): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "flowlock-lock-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ packages }));
  return findLockProblems(folder);
}

const wanting = { optionalDependencies: { "tool-darwin": "1.0.0" } };

test("a platform's package that npm left out is named", () => {
  expect(problemsOf({ "node_modules/tool": wanting })).toEqual([
    "package-lock.json has no entry of tool-darwin, an optional dependency of node_modules/tool",
  ]);
});

test.each(["node_modules/tool-darwin", "node_modules/tool/node_modules/tool-darwin"])(
  "a platform's package is found at %s",
  (path) => {
    expect(problemsOf({ "node_modules/tool": wanting, [path]: {} })).toEqual([]);
  },
);

test("a host in the lock file is named", () => {
  const resolved = "https://registry.example/tool.tgz";

  expect(problemsOf({ "node_modules/tool": { resolved } })).toEqual([
    `package-lock.json names a host at node_modules/tool: ${resolved}`,
  ]);
});
