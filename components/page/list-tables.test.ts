import { expect, test } from "vitest";

import { buildCulprit } from "@/lib/testing/build-culprit";
import { buildFlowNode } from "@/lib/testing/build-flow-view";
import { buildLockState } from "@/lib/testing/build-lock-state";

import { listCsv } from "./list-tables";

test("a list's CSV names its columns, and says what is not known with nothing", () => {
  const [head, row] = listCsv("triage", [buildCulprit({ blockedMs: 60_000 })]).split("\r\n");

  expect(head).toBe("queue,id,name,severity,cause,headline,flows,blocked_ms,held_ms,holder");
  expect(row).toBe("bull:payments,77,charge-card,stuck,hung-lock-renewed,charge-card #77 is stuck.,1,60000,,");
});

test("what a spreadsheet would run as a formula is text", () => {
  const node = buildFlowNode("=cmd|'/c calc'!A1", null, { failedReason: 'no\r\n"way"', finishedAtMs: 0 });
  const csv = listCsv("jobs", [node]);

  expect(csv).toContain(`"'=cmd|'/c calc'!A1"`);
  expect(csv).toContain('1970-01-01T00:00:00.000Z,"no\r\n""way"""');
});

test("a lock's CSV tells no token and no job data", () => {
  expect(listCsv("locks", [buildLockState()]).split("\r\n")[0]).not.toMatch(/token|data/);
});
