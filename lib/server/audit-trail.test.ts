import { expect, test } from "vitest";

import type { ActivityEntry } from "@/lib/contract/record-schemas";

import { AuditTrail } from "./audit-trail";

function entry(reason: string): Omit<ActivityEntry, "id"> {
  return {
    atMs: 1,
    requestId: "r",
    operator: null,
    role: "operator",
    address: null,
    what: "fail",
    operationId: null,
    job: { queue: "bull:mail", id: '1\n{"audit":' },
    reason,
    result: "done",
    code: null,
    before: null,
    after: null,
  };
}

test("pages go from the newest to the oldest and stay put while entries are added", () => {
  const trail = new AuditTrail(() => {});
  for (const reason of ["1", "2", "3"]) trail.append(entry(reason));

  const first = trail.list({ cursor: null, limit: 2 });
  trail.append(entry("4"));
  const second = trail.list({ cursor: first.cursor, limit: 2 });

  expect(first.items.map(({ reason }) => reason)).toEqual(["3", "2"]);
  expect(second.items.map(({ reason }) => reason)).toEqual(["1"]);
  expect(second.cursor).toBeNull();
});

test("every entry is one line, whatever an id or a reason holds", () => {
  const lines: string[] = [];
  new AuditTrail((line) => lines.push(line)).append(entry("a\r\nb"));

  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toMatch(/[\r\n]/);
});

test("it stays bounded and its pages stay right after the oldest were dropped", () => {
  const trail = new AuditTrail(() => {});
  for (let count = 0; count < 5_010; count += 1) trail.append(entry(String(count)));

  const first = trail.list({ cursor: null, limit: 2 });
  const second = trail.list({ cursor: first.cursor, limit: 1 });

  expect(first.total).toBe(5_000);
  expect(second.items[0]?.reason).toBe("5007");
});
