import { expect, test } from "vitest";

import type { ActivityEntry } from "@/lib/contract/record-schemas";
import { MemoryStore } from "@/lib/store/memory-store";

import { AuditTrail } from "./audit-trail";
import { listActivity } from "./list-activity";

function trailOf(entries: readonly Partial<ActivityEntry>[]) {
  const audit = new AuditTrail({ store: new MemoryStore({ now: () => 10_000 }), write: () => undefined });
  for (const [at, entry] of entries.entries())
    audit.append({
      ...{ atMs: at, requestId: `r${at}`, operator: null, role: "operator", address: "10.0.0.1", what: "fail" },
      ...{ operationId: "op-1", job: { queue: "bull:mail", id: String(at) }, reason: "it hangs", result: "done" },
      ...{ code: null, before: null, after: null },
      ...entry,
    });
  return { audit };
}

const trail = trailOf([
  {},
  { what: "retry" },
  { result: "refused", reason: "Retry LATER" },
  { job: { queue: "bull:cards", id: "0" } },
  { operator: "ann", address: null },
  { what: "start-operation", operationId: "op-2", job: null },
]);

test.each([
  [{ what: "retry" }, [1]],
  [{ result: "refused" }, [2]],
  [{ queue: "bull:cards" }, [3]],
  [{ job: "0" }, [3, 0]],
  [{ queue: "bull:mail", job: "0" }, [0]],
  [{ who: "ann" }, [4]],
  [{ who: "an" }, []],
  [{ who: "10.0.0.1", what: "fail" }, [3, 2, 0]],
  [{ operation: "op-2" }, [5]],
  [{ q: " later" }, [2]],
  [{ q: "ANN" }, [4]],
  [{ q: "mail", sinceAtMs: 1, untilAtMs: 2 }, [2, 1]],
  [{ q: "" }, [5, 4, 3, 2, 1, 0]],
] as const)("of the trail %o finds %o, newest first", async (filter, found) => {
  const { entries, cursor } = await listActivity(trail, { ...filter, limit: 50 });

  expect(entries.map(({ atMs }) => atMs)).toEqual(found);
  expect(cursor).toBeNull();
});

test("pages of what matches are whole and say where to go on, however much doesn't match in between", async () => {
  const many = trailOf(Array.from({ length: 2_500 }, (_, at) => ({ what: at % 500 === 0 ? "remove" : "fail" })));
  const pages: (readonly number[])[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await listActivity(many, { what: "remove", limit: 1, ...(cursor == null ? {} : { cursor }) });
    pages.push(page.entries.map(({ atMs }) => atMs));
    cursor = page.cursor;
  } while (cursor !== null);

  expect(pages.flat()).toEqual([2_000, 1_500, 1_000, 500, 0]);
  const dense = await listActivity(many, { what: "fail", limit: 3, untilAtMs: 1_001 });
  expect(dense.entries.map(({ atMs }) => atMs)).toEqual([1_001, 999, 998]);
  const rare = await listActivity(many, { what: "retry", limit: 3 });
  expect([rare.entries.length, rare.cursor]).toEqual([0, expect.any(String)]);
});
