import { expect, test } from "vitest";

import { previewSchema } from "@/lib/contract/action-schemas";
import { incidentsPageSchema } from "@/lib/contract/record-schemas";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { soakMinutes } from "@/lib/testing/soak-minutes";

import { startBuiltFlowlock } from "./test-built-flowlock";
import { openHangingCards } from "./test-hanging-cards";
import { openAlertReceiver } from "./test-receiver";

/** What Flowlock does where nobody sets anything; a shorter run sets the limits, and nothing else. */
const sampleMs = 5_000;
const stuckMs = Math.min(10, soakMinutes) * 60_000;
const limits = stuckMs === 600_000 ? {} : { FLOWLOCK_SLOW_MS: String(stuckMs / 2), FLOWLOCK_STUCK_MS: String(stuckMs) };
const secret = "secret-of-the-soak";
const card = { queue: "bull:cards", id: "card-1" };
const soon = { timeout: 60_000, interval: 250 };

/** The value of a metric's sample, 0 where there is none. */
function valueOf(text: string, sample: string): number {
  const line = text.split("\n").find((one) => one.startsWith(`${sample} `));
  return line === undefined ? 0 : Number(line.slice(sample.length + 1));
}

const stuckJobs = 'flowlock_stuck_jobs{connection="default",queue="bull:cards",name="charge"}';
const stuckLocks = 'flowlock_locks{connection="default",verdict="probably-stuck"}';

test(
  `a child that never settles, nobody looking: stuck at ${stuckMs / 60_000} minutes, one incident, two signed alerts, metrics up and down`,
  { timeout: stuckMs + 300_000 },
  async () => {
    const receiver = await openAlertReceiver(secret);
    const { redis, redisUrl, addCard } = await openHangingCards();
    const { ask, scrape } = await startBuiltFlowlock({
      ...{ REDIS_URL: redisUrl, FLOWLOCK_WEBHOOK_URL: receiver.url, FLOWLOCK_WEBHOOK_SECRET: secret, ...limits },
    });
    const incidents = async () => incidentsPageSchema.parse(await ask("incidents")).incidents;
    // Its failure is not a dead end, which would be the next thing to tell of the same job.
    await addCard(card.id, "charge", { ignoreDependencyOnFailure: true });
    const started = async () =>
      (await redis.xrange(`${card.queue}:events`, "-", "+")).find(([, fields]) => fields.includes("active"));
    await expect.poll(started, soon).toBeDefined();
    const startedAtMs = Number((await started())?.[0].split("-")[0]);

    // Nobody asks for anything but the metrics until the job is stuck.
    const early: number[] = [];
    const look = async () => {
      const seenAtMs = Date.now();
      const isStuck = valueOf(await scrape(), stuckLocks) > 0;
      if (isStuck) early.push(seenAtMs - startedAtMs);
      return isStuck;
    };
    await expect.poll(look, { timeout: stuckMs + 60_000, interval: 500 }).toBe(true);
    const stuckAfterMs = early[0] ?? 0;
    await expect.poll(async () => valueOf(await scrape(), stuckJobs), soon).toBe(1);
    await expect.poll(() => receiver.posts.length, soon).toBe(1);
    const [opened] = await incidents();
    expect(stuckAfterMs).toBeGreaterThanOrEqual(stuckMs);
    expect(stuckAfterMs).toBeLessThan(stuckMs + 2 * sampleMs);
    expect(opened).toMatchObject({ closedAtMs: null, culprit: { job: card, cause: "hung-lock-renewed" } });
    expect((opened?.openedAtMs ?? Infinity) - startedAtMs).toBeLessThan(stuckMs + 3 * sampleMs);

    const preview = previewSchema.parse(await ask("actions/preview", { action: "fail", jobs: [card] }));
    const jobs = preview.outcomes.map(({ job: { queue, id }, seen }) => ({ queue, id, seen }));
    const acted = await ask("actions", { action: "fail", jobs, reason: "it hangs" });
    expect(acted).toMatchObject({ results: [{ job: card, result: "done" }] });
    await expect.poll(() => receiver.posts.length, soon).toBe(2);
    await expect.poll(async () => valueOf(await scrape(), stuckJobs), soon).toBe(0);
    const [closed, ...more] = await incidents();
    expect(more).toEqual([]);
    // Without sign-in whoever acts is an operator without a name; the record of the act tells the rest.
    expect(closed).toEqual({ ...opened, closedAtMs: expect.any(Number), closedBy: "acted", operator: null });
    expect(await ask("activity")).toMatchObject({
      entries: expect.arrayContaining([expect.objectContaining({ result: "done", reason: "it hangs" })]),
    });
    expect(receiver.posts).toMatchObject([
      { isSigned: true, alert: { event: "incident-opened", incident: { id: opened?.id, closedAtMs: null } } },
      { isSigned: true, alert: { event: "incident-closed", incident: { id: opened?.id, closedBy: "acted" } } },
    ]);
    process.stdout.write(
      `stuck after ${stuckAfterMs} ms, incident ${(opened?.openedAtMs ?? 0) - startedAtMs} ms after the start,` +
        ` closed ${(closed?.closedAtMs ?? 0) - (opened?.openedAtMs ?? 0)} ms later as acted, 2 signed posts\n`,
    );
    expect(await checkInvariants({ redisUrl, prefix: "bull" })).toEqual([]);
  },
);
