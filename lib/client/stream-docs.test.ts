import { expect, test } from "vitest";

import { streamEventSchemas } from "@/lib/contract/stream-schemas";
import type { LiveTopic } from "@/lib/core/live-view";

import { StreamDocs } from "./stream-docs";

const view = { readAtMs: 1, counts: {}, locks: [], cursor: null };
const snapshot = JSON.stringify({ kind: "snapshot", view });
const patchAfter = (after: number) =>
  JSON.stringify({ kind: "patch", after, patch: { set: { readAtMs: 2 }, rows: {} } });

test("a patch is put onto what was told before", () => {
  const docs = new StreamDocs();
  takeInto(docs)("locks", "boot-7", snapshot);

  expect(takeInto(docs)("locks", "boot-9", patchAfter(5))).toEqual({ kind: "view", view: { ...view, readAtMs: 2 } });
  expect(docs.view("locks")).toEqual({ ...view, readAtMs: 2 });
});

test.each([
  ["of what is not known", "locks", patchAfter(1)],
  ["that leaves an event out", "triage", patchAfter(8)],
  ["that is no event of ours", "locks", "{}"],
  ["that is no JSON", "locks", "<html>"],
] as const)("a patch %s makes the stream begin anew", (_what, topic, data) => {
  const docs = new StreamDocs();
  takeInto(docs)("triage", "boot-7", JSON.stringify({ kind: "snapshot", view: triage }));

  expect(takeInto(docs)(topic, "boot-9", data)).toEqual({ kind: "gap" });
});

test("a failure leaves what was told as it is", () => {
  const docs = new StreamDocs();
  takeInto(docs)("locks", "boot-7", snapshot);
  const failure = { kind: "failure", code: "redis-denied", message: "Refused." };

  expect(takeInto(docs)("locks", "boot-8", JSON.stringify(failure))).toMatchObject({ kind: "failure", failure });
  expect(docs.view("locks")).toEqual(view);
});

const triage = {
  readAtMs: 1,
  checked: { parents: 0, locks: 0 },
  blockedFlows: 0,
  culprits: [],
  total: 0,
  truncated: false,
  cleared: 0,
};

function takeInto(docs: StreamDocs) {
  return (topic: LiveTopic, lastEventId: string, data: string) =>
    docs.take(topic, { data, lastEventId }, streamEventSchemas);
}
