import { expect, vi } from "vitest";

import { openGate } from "@/lib/testing/open-gate";
import { openOperator } from "@/lib/testing/operator";
import { openPausingPort } from "@/lib/testing/open-pausing-proxy";
import { readKeys } from "@/lib/testing/read-keys";
import { redisTest } from "@/lib/testing/redis-test";
import { watchCommands } from "@/lib/testing/watch-commands";

import { createJobActor } from "./job-actor";
import { act, openAsProduct, openServer, ownEffects, stageAll } from "./test-faults";
import type { Ready, Server } from "./test-faults";

/** An operator whose first script is held up at the door of Redis. */
async function openHeldUp(
  { server }: Server,
  pause: { readonly change: () => Promise<unknown>; losesReply?: boolean },
) {
  const port = await openPausingPort(server.url, { command: "eval", nth: 1, ...pause });
  const redis = await openAsProduct(server.port, "reader");
  return openOperator(createJobActor, { redis, actorRedis: await openAsProduct(port, "actor") });
}

/** Takes the lock first, by a script of its own, and gives it up after seconds where nothing follows. */
function isTwoScripts({ scene }: Ready): boolean {
  return /without a lock/.test(scene.name);
}

redisTest("an act that never reaches Redis is unknown, is not repeated, and nothing was done", async () => {
  const place = await openServer();
  const ready = await stageAll(place);
  const change = () => Promise.reject(new Error("The wire is cut."));

  const ends = await Promise.all(ready.map(async (one) => act(await openHeldUp(place, { change }), one)));

  expect(ends.map(({ result, code }) => [result, code])).toEqual(ready.map(() => ["unknown", "unknown-outcome"]));
  for (const [index, { prefix, before, announced }] of ready.entries()) {
    expect(ends[index]?.after.state).toBe(announced.seen.state);
    expect(await readKeys(place.redis, prefix)).toEqual(before);
  }
});

redisTest("an act whose answer is lost is unknown, was done once, and is told as it is now", async () => {
  const place = await openServer();
  const ready = await stageAll(place);
  const cut = { change: () => Promise.resolve(), losesReply: true };

  const ends = await Promise.all(ready.map(async (one) => act(await openHeldUp(place, cut), one)));

  expect(ends.map(({ result, code }) => [result, code])).toEqual(ready.map(() => ["unknown", "unknown-outcome"]));
  for (const [index, one] of ready.entries()) {
    const [own] = one.announced.effects;
    expect([one.scene.name, ends[index]?.after.state]).toEqual([
      one.scene.name,
      isTwoScripts(one) ? "active" : (own?.to ?? "missing"),
    ]);
    if (!isTwoScripts(one)) await openOperator(createJobActor, place).expectFates(ownEffects(one));
  }
});

redisTest(
  "an act at which Redis stops is unknown after a second, and is done at most once when Redis goes on",
  async () => {
    const place = await openServer();
    const ready = await stageAll(place);
    const gate = openGate();
    let waiting = 0;
    const change = async () => {
      waiting += 1;
      if (waiting === ready.length) {
        process.kill(place.server.pid, "SIGSTOP");
        gate.open();
      }
      await gate.passed;
    };
    const heldUp = await Promise.all(
      ready.map(async (one) => ({ one, operator: await openHeldUp(place, { change }) })),
    );

    const { answer: ends, commands } = await watchCommands(place, async () => {
      const acting = await Promise.all(heldUp.map(({ one, operator }) => act(operator, one)));
      process.kill(place.server.pid, "SIGCONT");
      const look = openOperator(createJobActor, place);
      // What waited at its door Redis takes in an order of its own.
      const whole = ready.filter((one) => !isTwoScripts(one));
      await Promise.allSettled(whole.map((one) => vi.waitFor(() => look.expectFates(ownEffects(one)), 2_000)));
      return acting;
    });

    expect(ends.map(({ result, code }) => [result, code])).toEqual(ready.map(() => ["unknown", "unknown-outcome"]));
    let reached = 0;
    for (const one of ready) {
      const sent = commands.filter(
        ({ name, args, scripted }) =>
          !scripted && (name === "eval" || name === "evalsha") && args.some((arg) => arg.startsWith(`${one.prefix}:`)),
      );
      // Whose client gave up and dialled anew before Redis went on may never have reached it.
      expect([0, scriptsOf(one)]).toContain(sent.length);
      reached += sent.length > 0 ? 1 : 0;
      if (sent.length === 0) expect(await readKeys(place.redis, one.prefix)).toEqual(one.before);
      else if (!isTwoScripts(one)) await openOperator(createJobActor, place).expectFates(ownEffects(one));
    }
    expect(reached).toBeGreaterThan(0);
  },
);

/** Those of one transaction are sent together. */
function scriptsOf({ scene }: Ready): number {
  if (scene.action === "detach") return 3;
  return /past BullMQ 4|in no list/.test(scene.name) ? 2 : 1;
}
