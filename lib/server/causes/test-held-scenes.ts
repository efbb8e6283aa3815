import "server-only";

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { onTestFinished } from "vitest";

import { generations, oldFive } from "@/lib/testing/bullmq-generations";
import { openGate } from "@/lib/testing/open-gate";

import type { Scene } from "./test-scene";
import { once, toFlow } from "./test-trouble";

const hung = { cause: "hung-lock-renewed", blocked: true, severity: "stuck" } as const;
const atWork = { blocked: false, severity: "slow", sound: true } as const;

/** A job that is active and whose lock is held. */
export const heldScenes: readonly Scene[] = [
  {
    ...hung,
    where: "a promise that never settles",
    generations,
    sound: true,
    headline:
      /^A live worker has renewed the lock of charge-card #card-1 at least \d+ times? in \d[^.]* without a sign/,
    arrange: async (trouble) => {
      await trouble.addFlow();
      await trouble.hold("cards");
    },
  },
  {
    ...hung,
    where: "a completion call that never settles",
    generations: [oldFive],
    arrange: async (trouble) => {
      await trouble.addFlow();
      const gate = openGate();
      const worker = trouble.run("cards", async (job) => {
        // As on a connection that swallows the answer.
        Object.assign(job, { moveToCompleted: () => gate.passed });
      });
      onTestFinished(gate.open);
      await once(worker, "active");
    },
  },
  {
    ...hung,
    where: "a worker that waits in close() and has no name left",
    generations,
    arrange: async (trouble) => {
      await trouble.addFlow();
      void (await trouble.hold("cards")).close();
    },
  },
  {
    ...hung,
    where: "a sandboxed processor whose event loop is blocked",
    generations,
    sound: true,
    arrange: async (trouble) => {
      const folder = await mkdtemp(join(tmpdir(), "flowlock-"));
      onTestFinished(() => rm(folder, { recursive: true }));
      const until = join(folder, "until");
      await trouble.addFlow(toFlow({ childData: { until } }));
      const worker = trouble.run("cards", new URL("../../testing/blocked-processor.cjs", import.meta.url));
      // Before the worker is closed: it waits for its child process.
      onTestFinished(() => writeFile(until, ""));
      await once(worker, "active");
    },
  },
  {
    ...atWork,
    cause: "active-progressing",
    where: "a job that reports progress",
    headline: /^charge-card #card-1 is working: last sign /,
    arrange: async (trouble) => {
      await trouble.addFlow();
      await trouble.work("cards", (job, count) => job.updateProgress(count));
    },
  },
  {
    ...atWork,
    cause: "active-as-usual",
    where: "a job that runs for no longer than its slow limit",
    patient: true,
    headline: /^charge-card #card-1 has been running for \d.*; its usual time is unknown\.$/,
    arrange: async (trouble) => {
      await trouble.addFlow();
      await trouble.hold("cards", { lockDuration: 2_000 });
    },
  },
  {
    ...atWork,
    cause: "active-within-lock",
    where: "a lock that was not renewed yet, however long it is held",
    headline: /^charge-card #card-1 started \d[^.]* ago; its lock has not needed a renewal yet\.$/,
    arrange: async (trouble) => {
      await trouble.addFlow();
      await trouble.hold("cards", { lockDuration: 3_600_000 });
    },
  },
];
