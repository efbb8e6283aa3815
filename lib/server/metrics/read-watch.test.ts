import { expect, test } from "vitest";

import { readWatch } from "./read-watch";

const summary = { atMs: 1_000, blockedFlows: 3, waitingParents: 3, truncated: false, queues: [] };
const swept = { atMs: 1, locks: [], truncated: false };

/** The parts of a connection that are read, and nothing that could ask Redis. */
function lookAt(leads: boolean, nowMs: number) {
  const connection = {
    id: "default",
    watch: { lastSweep: () => swept },
    limits: { isMuted: () => false },
    lastLook: { summary },
    records: () => ({ store: "memory", state: "up", memorySinceAtMs: 1 }) as const,
    alerts: { state: () => null },
    slots: { list: () => [] },
    now: () => nowMs,
  } as const;
  const incidentWatch = { leads: () => leads, openCulprits: () => (leads ? [] : null) };
  return readWatch(connection, {
    availability: { isUp: () => true },
    incidentWatch,
    sweptAtMs: null,
  });
}

test("what the leader saw last is told however old it is, with its instant", () => {
  expect(lookAt(true, 10_000_000)).toMatchObject({ look: summary, openIncidents: [], sweep: null });
});

test("a process that leads no more tells its last look for a minute only", () => {
  expect(lookAt(false, 61_000)).toMatchObject({ look: summary, openIncidents: null });
  expect(lookAt(false, 61_001).look).toBeNull();
});
