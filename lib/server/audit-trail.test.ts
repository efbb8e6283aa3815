import { expect, test } from "vitest";

import type { ActivityEntry } from "@/lib/contract/record-schemas";

import { MemoryStore } from "@/lib/store/memory-store";

import { AuditTrail } from "./audit-trail";

function openTrail(write: (line: string) => void = () => {}) {
  return new AuditTrail({ store: new MemoryStore({ now: () => 1_000 }), write });
}

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
    snapshotId: null,
  };
}

test("pages go from the newest to the oldest and stay put while entries are added", async () => {
  const trail = openTrail();
  for (const reason of ["1", "2", "3"]) trail.append(entry(reason));

  const first = await trail.list({ cursor: null, limit: 2 });
  trail.append(entry("4"));
  const second = await trail.list({ cursor: first.cursor, limit: 2 });

  expect(first.items.map(({ reason }) => reason)).toEqual(["3", "2"]);
  expect(second.items.map(({ reason }) => reason)).toEqual(["1"]);
  expect(second.cursor).toBeNull();
});

test("every entry is one line, whatever an id or a reason holds", () => {
  const lines: string[] = [];
  openTrail((line) => lines.push(line)).append(entry("a\r\nb"));

  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toMatch(/[\r\n]/);
});

test.each(["\u0085", "\u2028", "\u2029", "\u009b2J", "\u001b[2J", "\u007f", "\u202e", "\u2066"])(
  "a line holds no %j that ends lines elsewhere, acts on a terminal or turns text around, and still says it",
  (text) => {
    const lines: string[] = [];
    openTrail((line) => lines.push(line)).append(entry(text));

    expect(lines[0]).toMatch(/^[\u0020-\u007e]+$/);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ audit: { reason: text } });
  },
);
