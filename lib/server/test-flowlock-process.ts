import "server-only";

import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { onTestFinished } from "vitest";

import type { Incident, HeldLimit } from "@/lib/contract/record-schemas";
import type { JobRef } from "@/lib/core/job-ref";
import type { LockState } from "@/lib/core/lock-state";
import type { Verdict } from "@/lib/core/verdict";

import type { getJobHistory } from "./get-job-history";

export type Ask =
  | { readonly what: "sweep" | "incidents" | "limits" | "heap" }
  | { readonly what: "history"; readonly about: JobRef }
  | {
      readonly what: "mute";
      readonly about: { readonly queue: string; readonly name: string; readonly muteUntilAtMs: number };
    };

type SweepAnswer = {
  readonly atMs: number | null;
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
  /** The first twenty. */
  readonly locks: readonly LockState[];
};

type Reply = { readonly id: number; readonly value?: unknown; readonly error?: string };

const main = fileURLToPath(new URL("test-flowlock-main.ts", import.meta.url));

/**
 * A Flowlock in a process of its own, started as the server starts it but for the pages, with this environment beside
 * the defaults. Ended after the test.
 */
export async function startFlowlock(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ["--expose-gc", "--conditions=react-server", "--import", "tsx", main], {
    env: { PATH: process.env.PATH, NODE_ENV: "production", FLOWLOCK_WRITE: "1", ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const ended = once(child, "exit");
  const waiting = new Map<number, (reply: Reply) => void>();
  let [asked, said] = [0, ""];
  for (const output of [child.stdout, child.stderr])
    output?.on("data", (data) => (said = `${said}${data}`.slice(-5_000)));
  child.on("message", (reply: Reply) => waiting.get(reply.id)?.(reply));
  child.on("exit", () => waiting.forEach((settle, id) => settle({ id, error: `It ended.\n${said}` })));
  const replyTo = (id: number) => new Promise<Reply>((settle) => void waiting.set(id, settle));
  const ask = async <T>(what: Ask): Promise<T> => {
    asked += 1;
    const reply = replyTo(asked);
    child.send({ id: asked, ...what });
    const { id, value, error } = await reply;
    waiting.delete(id);
    if (error !== undefined) throw new Error(error);
    // safe because `answer` in the child's file gives for each question what `flowlock` below says
    return value as T;
  };
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  onTestFinished(kill);
  const { error } = await replyTo(0);
  if (error !== undefined) throw new Error(error);
  return {
    /** Ends it as a crash does: nothing is closed or saved. */
    kill,
    sweep: () => ask<SweepAnswer>({ what: "sweep" }),
    incidents: () => ask<readonly Incident[]>({ what: "incidents" }),
    limits: () => ask<readonly HeldLimit[]>({ what: "limits" }),
    history: (about: JobRef) => ask<Awaited<ReturnType<typeof getJobHistory>>>({ what: "history", about }),
    mute: (queue: string, name: string, muteUntilAtMs: number) =>
      ask<HeldLimit>({ what: "mute", about: { queue, name, muteUntilAtMs } }),
    heapBytes: () => ask<number>({ what: "heap" }),
  };
}
