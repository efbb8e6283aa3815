import { expect, test } from "vitest";

import { buildFlowNode, buildFlowView } from "@/lib/testing/build-flow-view";
import { buildLockState } from "@/lib/testing/build-lock-state";

import { liveViews } from "./live-view";
import { applyPatch, diffView } from "./view-patch";
import type { Doc } from "./view-patch";

const rowKeys = { rows: (row: unknown) => JSON.stringify((row as { id: string }).id) };

function doc(value: unknown): Doc {
  return JSON.parse(JSON.stringify(value)) as Doc;
}

test.each([
  ["a field", { a: 1, b: { c: 2 } }, { a: 1, b: { c: 3 } }, { set: { "b.c": 3 }, rows: {} }],
  ["a value that becomes an object", { a: null }, { a: { b: 1 } }, { set: { a: { b: 1 } }, rows: {} }],
  ["an object that becomes nothing", { a: { b: 1 } }, { a: null }, { set: { a: null }, rows: {} }],
  ["other fields in an object", { a: { b: 1 } }, { a: { c: 1 } }, { set: { a: { c: 1 } }, rows: {} }],
  ["other fields at the top", { a: 1 }, { b: 1 }, { set: { "": { b: 1 } }, rows: {} }],
  ["a list without keys, item by item", { a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, { set: { "a.1.b": 3 }, rows: {} }],
  ["a list of another length", { a: [1] }, { a: [1, 2] }, { set: { a: [1, 2] }, rows: {} }],
  ["a name with a dot", { a: { "b.c": 1 } }, { a: { "b.c": 2 } }, { set: { a: { "b.c": 2 } }, rows: {} }],
  [
    "rows that change in the same fields",
    {
      rows: [
        { id: "x", n: 1 },
        { id: "y", n: 1 },
        { id: "z", n: 1 },
      ],
    },
    {
      rows: [
        { id: "x", n: 2 },
        { id: "y", n: 1 },
        { id: "z", n: 3 },
      ],
    },
    { set: {}, rows: { rows: { order: null, changed: [{ at: [0, 2], set: { n: [2, 3] } }] } } },
  ],
  [
    "a row that goes, one that comes, and one that moves and changes",
    {
      rows: [
        { id: "x", n: 1 },
        { id: "y", n: 1 },
      ],
    },
    {
      rows: [
        { id: "new", n: 5 },
        { id: "x", n: 2 },
      ],
    },
    { set: {}, rows: { rows: { order: [[{ id: "new", n: 5 }], 0], changed: [{ at: [1], set: { n: [2] } }] } } },
  ],
])("tells %s and applies to the same", (_what, before, after, patch) => {
  expect(diffView(doc(before), doc(after), rowKeys)).toEqual(patch);
  expect(applyPatch(doc(before), doc(patch) as never)).toEqual(after);
});

test("equal documents give no patch, whatever the order of their fields", () => {
  expect(diffView({ a: 1, b: { c: [1], d: 2 } }, { b: { d: 2, c: [1] }, a: 1 }, {})).toBeNull();
});

test.each(["__proto__", "constructor", "toString"])("a field named %s is data like any other", (name) => {
  const before = JSON.parse(`{"progress":{"${name}":1}}`) as Doc;
  const after = JSON.parse(`{"progress":{"${name}":{"x":2}}}`) as Doc;

  const patch = diffView(before, after, {});

  expect(JSON.stringify(applyPatch(before, doc(patch) as never))).toBe(JSON.stringify(after));
});

test("rows that did not change keep their identity", () => {
  const before = doc({
    rows: [
      { id: "x", n: 1 },
      { id: "y", n: 1 },
    ],
    head: { n: 1 },
  });
  const patch = diffView(
    before,
    doc({
      rows: [
        { id: "x", n: 2 },
        { id: "y", n: 1 },
      ],
      head: { n: 1 },
    }),
    rowKeys,
  );

  const after = applyPatch(before, patch ?? { set: {}, rows: {} });

  expect((after["rows"] as readonly unknown[])[1]).toBe((before["rows"] as readonly unknown[])[1]);
  expect(after["head"]).toBe(before["head"]);
});

test("a hundred locks of a flow that were renewed are told in less than 5 kB", () => {
  const viewAt = (atMs: number) =>
    doc(
      buildFlowView(
        Array.from({ length: 300 }, (_, index) =>
          buildFlowNode(`order-${index}`, "root", {
            state: "active",
            lock: buildLockState({
              ttlMs: 24_000 + (index < 100 ? atMs + index : 0),
              heldMs: 3_600_000 + (index < 100 ? atMs + index : 0),
              silentMs: 600_000 + (index < 100 ? atMs + index : 0),
              score: index < 100 ? 40 + (atMs % 7) : 40,
            }),
          }),
        ),
        { readAtMs: 1_795_408_454_482 + atMs },
      ),
    );

  const patch = diffView(viewAt(0), viewAt(5_001), liveViews.flow.rowKeys);

  expect(JSON.stringify(patch).length).toBeLessThan(5_000);
});
