import { expect, test } from "vitest";

import { decodeJobHash, decodeParentRef, jobHashFields } from "./job-hash";

type Stored = { readonly [Field in (typeof jobHashFields)[number]]?: string };

function decode(stored: Stored, raw: Partial<Parameters<typeof decodeJobHash>[0]> = {}) {
  const fields = jobHashFields.map((field) => stored[field] ?? null);
  return decodeJobHash({
    ref: { queue: "bull:q", id: "1" },
    fields,
    readAtMs: 10_000,
    state: "waiting",
    lock: null,
    ...raw,
  });
}

test.each([
  [{ opts: "{" }, ["bad-opts-json"]],
  [{ opts: "null" }, ["bad-opts-json"]],
  [{ opts: "[".repeat(100_000) }, ["bad-opts-json"]],
  [{ parent: "{" }, ["bad-parent-json"]],
  [{ parent: '{"id":{},"queueKey":"bull:p"}' }, ["bad-parent-json"]],
  [{ parent: '{"id":"1","queueKey":7}' }, ["bad-parent-json"]],
  [{ parent: '{"id":"1","queueKey":"bull:p"}', parentKey: "bull:p:2" }, ["parent-mismatch"]],
  [{ processedOn: "3600000" }, ["clock-skew"]],
  [{ progress: "[".repeat(100_000) }, []],
  [{}, []],
])("names the damage of %j and decodes the rest", (stored, damaged) => {
  const job = decode({ name: "mail", timestamp: "5", ...stored });
  expect(job).toMatchObject({ name: "mail", createdAtMs: 5, damaged });
});

test("takes a hash without a timestamp for no job, and no hash for no damage", () => {
  expect(decode({ name: "x" }).damaged).toEqual(["not-a-job"]);
  expect(decode({}, { state: "missing" })).toMatchObject({ damaged: [], name: null, createdAtMs: null });
});

test.each(["", "x", "NaN", "Infinity", "1e999"])("takes the number %j for absent", (text) => {
  expect(decode({ timestamp: "5", finishedOn: text, priority: text, ats: text })).toMatchObject({
    finishedAtMs: null,
    priority: 0,
    attempts: { made: 0, started: 0, max: 1 },
  });
});

test.each([
  [{}, "none"],
  [{ fpof: true }, "fail-parent"],
  [{ cpof: true }, "continue"],
  [{ idof: true }, "ignore"],
  [{ rdof: true }, "remove"],
  [{ fpof: "true" }, "none"],
])("reads the failure policy %j of the stored parent", (policy, expected) => {
  const parent = JSON.stringify({ id: "p:1", queueKey: "a:b:orders", ...policy });
  const job = decode({ timestamp: "5", parent, parentKey: "a:b:orders:p:1" });
  expect(job).toMatchObject({ parent: { ref: { queue: "a:b:orders", id: "p:1" }, policy: expected }, damaged: [] });
});

test("takes the instant that a delayed job is due from its score, without the counter in its low bits", () => {
  const due = decode({ timestamp: "5", delay: "100" }, { state: "delayed", delayScore: 1_795_408_454_482 * 4_096 + 7 });
  expect(due.delayUntilAtMs).toBe(1_795_408_454_482);
  expect(decode({ timestamp: "5", delay: "100" }, { state: "delayed" }).delayUntilAtMs).toBe(105);
});

test("names the stored parent, or none where the text is hostile", () => {
  expect(decodeParentRef('{"id":7,"queueKey":"bull:p"}')).toEqual({ queue: "bull:p", id: "7" });
  expect(decodeParentRef("[".repeat(100_000))).toBeNull();
});
