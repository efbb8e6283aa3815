import { execFileSync, fork } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { onTestFinished, vi } from "vitest";

import { cureCode } from "@/lib/core/cure/cure-code";
import type { CureTarget } from "@/lib/core/cure/cure-code";

type Package = "bullmq" | "bullmq5";
type Line = { readonly event: string; readonly [about: string]: unknown };

export type CuredProcess = {
  readonly pid: number;
  lines(): readonly Line[];
  /** Waits until a line of this event was printed. */
  line(event: string, about?: Readonly<Record<string, unknown>>): Promise<Line>;
  /** Adds the flow by the generated code. */
  addFlow(data: unknown): Promise<string>;
  /** Ends the process as a deployment does, and tells its exit code. */
  terminate(): Promise<number | null>;
};

const modules = join(process.cwd(), "node_modules");

/** What a worker's process would do with the generated module: start it, watch the queue, add flows when asked. */
const driver = `
import * as cure from "./cure.js";
const [work] = process.argv.slice(2);
if (work === "never settles") cure.works.set(cure.jobName, () => new Promise(() => undefined));
if (work === "answers") cure.works.set(cure.jobName, async () => "done");
const worker = cure.startWorker();
await Promise.all([worker.waitUntilReady(), cure.watchQueue().waitUntilReady()]);
process.on("message", async ({ data, emit }) => {
  if (emit !== undefined) worker.emit(...emit);
  else console.log(JSON.stringify({ event: "added", id: await cure.addFlow(data) }));
});
worker.emit("stalled", "7", "active");
worker.emit("lockRenewalFailed", ["8"]);
worker.emit("error", new Error("boom"));
console.log(JSON.stringify({ event: "ready" }));
`;

/** Writes the generated module, compiles it with the project's own settings and types, and gives its folder. Throws what the compiler says. */
export function compileCure(target: CureTarget, bullmq: Package): string {
  const folder = mkdtempSync(join(tmpdir(), "flowlock-cure-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(join(modules, bullmq), join(folder, "node_modules", "bullmq"));
  symlinkSync(join(modules, "@types"), join(folder, "node_modules", "@types"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(folder, "cure.ts"), cureCode(target));
  writeFileSync(join(folder, "drive.js"), driver);
  const compilerOptions = {
    noEmit: false,
    incremental: false,
    allowJs: false,
    module: "nodenext",
    moduleResolution: "nodenext",
    noUnusedLocals: true,
    noUnusedParameters: true,
    types: ["node"],
    plugins: [],
    rootDir: ".",
  };
  const settings = {
    extends: join(process.cwd(), "tsconfig.json"),
    compilerOptions,
    include: ["cure.ts"],
    exclude: [],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
  compile(folder);
  return folder;
}

function compile(folder: string): void {
  try {
    execFileSync(join(modules, ".bin", "tsc"), ["--project", folder], { encoding: "utf8" });
  } catch (error) {
    const said = error instanceof Error && "stdout" in error ? String(error.stdout) : String(error);
    throw new Error(`The generated code does not compile:\n${said}`, { cause: error });
  }
}

/** Runs compiled code in a process of its own, with a worker on the given Redis. Ended after the test. */
export async function runCure(
  folder: string,
  redisUrl: string,
  work: "calls" | "never settles" | "answers",
): Promise<CuredProcess> {
  const env = { ...process.env, REDIS_URL: redisUrl };
  const child = fork(join(folder, "drive.js"), [work], { env, execArgv: [], stdio: ["ignore", "pipe", "pipe", "ipc"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  let out = "";
  let complaint = "";
  child.stdout?.on("data", (data) => (out += String(data)));
  child.stderr?.on("data", (data) => (complaint += String(data)));
  const ended = new Promise<number | null>((done) => child.once("exit", done));
  const lines = () => out.split("\n").slice(0, -1).map(toLine);
  const line = (event: string, about: Readonly<Record<string, unknown>> = {}) =>
    vi.waitFor(() => {
      const found = lines().find((one) => one.event === event && isLike(one, about));
      if (found === undefined) throw new Error(`No line says ${event}:\n${out}${complaint}`);
      return found;
    }, 20_000);
  await line("ready");
  return {
    pid: child.pid ?? -1,
    lines,
    line,
    addFlow: async (data) => {
      const before = lines().filter(({ event }) => event === "added").length;
      child.send({ data });
      return vi.waitFor(() => {
        const added = lines().filter(({ event }) => event === "added")[before];
        if (added === undefined) throw new Error(`The flow was not added:\n${out}${complaint}`);
        return String(added.id);
      }, 20_000);
    },
    terminate: () => {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

function isLike(line: Line, about: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(about).every(([name, value]) => line[name] === value);
}

function toLine(text: string): Line {
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== "object" || parsed === null || !("event" in parsed)) throw new Error(`Not a line: ${text}`);
  return { ...parsed, event: String(parsed.event) };
}
