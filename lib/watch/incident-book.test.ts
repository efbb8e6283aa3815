import { expect, test } from "vitest";

import type { Culprit } from "@/lib/core/diagnosis";
import { incidentKey } from "@/lib/core/incident";
import type { Incident } from "@/lib/core/incident";
import { buildCulprit } from "@/lib/testing/build-culprit";
import { buildLockState } from "@/lib/testing/build-lock-state";

import { IncidentBook } from "./incident-book";
import type { IncidentLook } from "./incident-book";

const stuck = buildCulprit({ severity: "stuck", lock: buildLockState({ verdict: "probably-stuck" }) });
const deadEnd = buildCulprit({ cause: "child-failed-no-policy", severity: "dead-end", lock: null });

function look(culprits: readonly Culprit[], isWhole = true): IncidentLook {
  const byKey = new Map(culprits.map((culprit) => [incidentKey(culprit), culprit]));
  return { culprits: byKey, present: new Set(byKey.keys()), isGone: () => isWhole };
}

function incidentOf(culprit: Culprit): Incident {
  return { id: "1", openedAtMs: 1, closedAtMs: null, culprit, closedBy: null, operator: null, snapshotId: null };
}

test("a stuck job opens at the first look, all else once it was seen twice in a row", () => {
  const book = new IncidentBook();
  expect(book.note(look([stuck])).opened).toEqual([stuck]);

  const other = new IncidentBook();
  expect(other.note(look([deadEnd])).opened).toEqual([]);
  expect(other.note(look([])).opened).toEqual([]);
  expect(other.note(look([deadEnd])).opened).toEqual([]);
  expect(other.note(look([deadEnd])).opened).toEqual([deadEnd]);
});

test("an open incident is not opened again, whatever its culprit's cause is now", () => {
  const book = new IncidentBook();
  book.add(incidentOf(stuck));

  expect(book.note(look([{ ...stuck, cause: "active-no-lock-no-worker", severity: "nobody" }]))).toEqual({
    isUnsure: false,
    opened: [],
    missed: [],
  });
});

test("looks that miss a culprit are counted in a row, and only where it can't have been cut off", () => {
  const book = new IncidentBook();
  book.add(incidentOf(stuck));

  expect(book.note(look([], false)).missed).toEqual([]);
  expect(book.note(look([])).missed).toMatchObject([{ looks: 1 }]);
  expect(book.note(look([stuck])).missed).toEqual([]);
  expect(book.note(look([])).missed).toMatchObject([{ looks: 1 }]);
  expect(book.note(look([])).missed).toMatchObject([{ looks: 2 }]);
});

test("what the store holds takes the place of what was open", () => {
  const book = new IncidentBook();
  book.add(incidentOf(deadEnd));
  book.adopt([incidentOf(stuck)]);

  expect(book.open()).toEqual([incidentOf(stuck)]);
});
