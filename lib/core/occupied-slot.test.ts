import { expect, test } from "vitest";

import { freedSlots, restartAdvice, toOccupiedSlot } from "./occupied-slot";
import type { OccupiedSlot } from "./occupied-slot";
import type { WorkerClient } from "./queue-reading";

const client: WorkerClient = {
  clientId: "7",
  name: "api-7",
  queue: "bull:cards",
  address: "10.0.3.7:4000",
  connectedMs: 60_000,
  idleMs: 5_000,
  hasFreeSlot: false,
};
const run = {
  job: { queue: "bull:cards", id: "card-1", name: "charge" },
  lockId: "run-1",
  workerId: "worker-a",
  holder: "api-7",
  action: "fail",
  sinceAtMs: 1_000,
} as const;
const slot: OccupiedSlot = { ...run, clientIds: ["7"], slots: 1 };
const lock = (lockId: string, workerId = "worker-a") => ({ lockId, workerId });

test("a worker without a free slot runs as many jobs as it holds locks", () => {
  const locks = [lock("run-1"), lock("run-2"), lock("run-3", "worker-b")];
  expect(toOccupiedSlot(run, [], { locks, clients: [client] })).toEqual({ ...slot, slots: 2 });
  expect(toOccupiedSlot(run, [{ ...slot, lockId: "run-0" }], { locks, clients: [client] })?.slots).toBe(3);
});

test("how many jobs it runs stays unknown while it has a free slot", () => {
  expect(toOccupiedSlot(run, [], { locks: [], clients: [{ ...client, hasFreeSlot: true }] })?.slots).toBeNull();
});

test("nothing is remembered of a worker that no connection can be told to be", () => {
  expect(toOccupiedSlot(run, [], { locks: [], clients: [] })).toBeNull();
  expect(toOccupiedSlot(run, [], { locks: [], clients: [{ ...client, name: null }] })).toBeNull();
  expect(
    toOccupiedSlot({ ...run, holder: "" }, [], { locks: [], clients: [{ ...client, name: null }] }),
  ).not.toBeNull();
  expect(toOccupiedSlot(run, [], { locks: [], clients: null })).toEqual({ ...slot, clientIds: null });
});

test.each([
  ["its worker is connected and holds nothing else", { locks: [], clients: [client] }, false],
  ["the sweep began before the action", { locks: [lock("run-1")], clients: [client] }, false],
  ["another worker took work", { locks: [lock("run-9", "worker-b")], clients: [client] }, false],
  ["its worker is gone", { locks: [], clients: [{ ...client, clientId: "8" }] }, true],
  ["its worker took new work", { locks: [lock("run-9")], clients: [client] }, true],
  ["its worker fetches", { locks: [], clients: [{ ...client, hasFreeSlot: true }] }, true],
  ["it took new work where CLIENT LIST is refused", { locks: [lock("run-9")], clients: null }, true],
  ["CLIENT LIST is refused now", { locks: [], clients: null }, false],
])("a slot where %s", (_, now, isFreed) => {
  expect([...freedSlots([slot], now)]).toEqual(isFreed ? ["run-1"] : []);
});

test("a worker that runs more jobs at once keeps the slot occupied until there is no room for it", () => {
  const two = { ...slot, slots: 2 };
  expect(freedSlots([two], { locks: [lock("run-2")], clients: [client] }).size).toBe(0);
  expect(freedSlots([two], { locks: [], clients: [{ ...client, hasFreeSlot: true }] }).size).toBe(0);
  expect(freedSlots([two], { locks: [lock("run-2")], clients: [{ ...client, hasFreeSlot: true }] }).size).toBe(1);
  expect(
    freedSlots([{ ...slot, slots: null }], { locks: [lock("run-2"), lock("run-3")], clients: [client] }).size,
  ).toBe(0);
});

test("of several slots of one worker the oldest is taken to be free", () => {
  const slots = [
    { ...slot, lockId: "new", sinceAtMs: 2_000, slots: 2 },
    { ...slot, lockId: "old", slots: 2 },
  ];
  expect([...freedSlots(slots, { locks: [lock("run-9")], clients: [client] })]).toEqual(["old"]);
});

test("the advice names the worker and what was done", () => {
  expect(restartAdvice([])).toBeNull();
  expect(restartAdvice([slot])).toBe("Restart api-7: 1 of its slots is held by a job that was failed here.");
  expect(restartAdvice([slot, slot])).toBe("Restart api-7: 2 of its slots are held by jobs that were failed here.");
  expect(restartAdvice([slot, { ...slot, action: "retry", holder: null }])).toContain("failed or retried here.");
  expect(restartAdvice([{ ...slot, holder: null }])).toContain("Restart this worker:");
});
