import { expect, test } from "vitest";

import { buildCulprit } from "@/lib/testing/build-culprit";
import { buildLockState } from "@/lib/testing/build-lock-state";

import { severities } from "./cause";
import { incidentKey, isIncident, toKeptCulprit } from "./incident";

const lock = buildLockState({ verdict: "probably-stuck" });

test("somebody is to look at stuck jobs, dead ends, work that nobody does and lost locks", () => {
  const asked = severities.filter((severity) => isIncident(buildCulprit({ severity, lock })));

  expect(asked).toEqual(["stuck", "dead-end", "recovering", "nobody"]);
  // A queue whose slots are all taken is no incident while they are taken by jobs at work.
  expect(isIncident(buildCulprit({ severity: "stuck", lock: buildLockState({ verdict: "normal" }) }))).toBe(false);
});

test("a queue that nobody works is one incident, however many jobs wait; a lost lock is its job's", () => {
  const job = { queue: "bull:mail", id: "7", name: "send" };
  const nobody = buildCulprit({ job, severity: "nobody", cause: "no-workers" });

  expect(incidentKey(nobody)).toBe(
    incidentKey({ ...nobody, job: { ...job, id: "8" }, cause: "child-delayed-overdue" }),
  );
  expect(incidentKey({ ...nobody, cause: "active-no-lock-no-worker" })).not.toBe(incidentKey(nobody));
});

test("of a very long chain the beginning and the end are kept", () => {
  const chain = Array.from({ length: 1_000 }, (_, index) => ({
    ...{ queue: "bull:deep", id: String(index), name: null },
    state: "waiting-children" as const,
  }));

  const kept = toKeptCulprit(buildCulprit({ chain }));

  expect(kept.chain).toHaveLength(50);
  expect([kept.chain[0]?.id, kept.chain.at(-1)?.id]).toEqual(["0", "999"]);
});
