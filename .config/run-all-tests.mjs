import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { installBrowser } from "./install-browser.mjs";
import { countPlaywright, countVitest } from "./test-counts.mjs";
import { verify } from "./verify.mjs";

/** Runs every part, whatever became of the ones before it, prints the totals last, and returns the exit code. */
export async function runAllTests(root) {
  const reports = mkdtempSync(join(tmpdir(), "flowlock-tests-"));
  const parts = [];
  const part = (name, run) => {
    process.stdout.write(`\n== ${name}\n`);
    parts.push({ name, ...atLeastOne(name, run()) });
  };
  try {
    // The unit tests run below, where each of them counts.
    part("verify", () => verify({ except: ["unit tests"] }));
    part("unit tests", () => vitest(root, reports, "unit"));
    part("tests on Redis", () => vitest(root, reports, "redis"));
    part("build", () => counted(run(root, "npm", ["run", "build"])));
    part("browser", () => counted(installBrowser()));
    part("tests in the browser", () => playwright(root, reports));
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  return report(parts);
}

function report(parts) {
  process.stdout.write("\n");
  for (const { name, passed, failed } of parts) process.stdout.write(`${name}: ${passed} passed, ${failed} failed\n`);
  const sum = (key) => parts.reduce((total, part) => total + part[key], 0);
  process.stdout.write(`${sum("passed")} passed, ${sum("failed")} failed\n`);
  return sum("failed") === 0 ? 0 : 1;
}

/** A part that ran nothing proves nothing. */
function atLeastOne(name, counts) {
  if (counts.passed + counts.failed > 0) return counts;
  process.stdout.write(`${name}: no test ran, which counts as a failure\n`);
  return { passed: 0, failed: 1 };
}

function vitest(root, reports, kind) {
  const file = join(reports, `${kind}.json`);
  const succeeded = run(root, join(root, "node_modules/.bin/vitest"), [
    ...["run", "--config", `.config/vitest.${kind}.config.ts`],
    ...["--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
  ]);
  return settle(succeeded, countVitest(readReport(file)));
}

function playwright(root, reports) {
  const file = join(reports, "e2e.json");
  const args = ["test", "--config", "e2e/playwright.config.ts", "--reporter=list,json"];
  const succeeded = run(root, join(root, "node_modules/.bin/playwright"), args, { PLAYWRIGHT_JSON_OUTPUT_FILE: file });
  return settle(succeeded, countPlaywright(readReport(file)));
}

/** A runner that ended badly without a failed test, such as over an unhandled error, is a failure too. */
function settle(succeeded, counts) {
  return succeeded || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

function counted(succeeded) {
  return succeeded ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function run(root, command, args, env = {}) {
  const options = { cwd: root, stdio: "inherit", env: { ...process.env, ...env } };
  const { status, signal, error } = spawnSync(command, args, options);
  if (status === null) process.stdout.write(`${command} did not end by itself: ${signal ?? error?.message}\n`);
  return status === 0;
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    process.stdout.write(`There is no report of the tests: ${error.message}\n`);
    return null;
  }
}
