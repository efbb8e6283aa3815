import { expect, test } from "vitest";

import type { Culprit } from "./diagnosis";
import { culpritReason, culpritStatus } from "./culprit-reason";
import { incidentMarkdown } from "./incident-markdown";

const root = { queue: "bull:orders", id: "9912", name: "fulfil-order", state: "waiting-children" } as const;
const job = { queue: "bull:media", id: "18", name: "resize" } as const;
const culprit: Culprit = {
  job,
  state: "failed",
  cause: "child-failed-no-policy",
  severity: "dead-end",
  headline: "resize #18 failed and nothing tells fulfil-order #9912 to move on.",
  facts: [{ kind: "fact", text: "Failed after 3 of 3 attempts: <b>@here</b> no image", evidence: [] }],
  chain: [root, { ...job, state: "failed" }],
  roots: [root],
  flows: 1,
  blockedMs: 2_460_000,
  lock: null,
  actions: ["retry"],
};
const place = {
  url: "https://flowlock.example/c/default",
  readAtMs: Date.UTC(2026, 0, 2, 14, 2, 11),
  environment: "production",
  snapshot: null,
};

test("an incident text says what blocks, how long, why, and where to look", () => {
  expect(incidentMarkdown(culprit, place)).toBe(
    [
      "**resize #18** in `media` (production)",
      "resize #18 failed and nothing tells fulfil-order #9912 to move on.",
      "",
      "- Blocks: 1 flow, blocked time 41 m",
      "- Chain: fulfil-order #9912 › resize #18",
      "- Fact: Failed after 3 of 3 attempts: \\<b\\>@\u200Bhere\\</b\\> no image",
      "",
      "As of 2026-01-02 14:02:11 UTC. https://flowlock.example/c/default",
    ].join("\n"),
  );
});

test("where a snapshot is kept the text leads to it and says of when it is", () => {
  const snapshot = { url: "https://flowlock.example/c/default/s/1", takenAtMs: Date.UTC(2026, 0, 2, 13, 0, 0) };

  expect(
    incidentMarkdown(culprit, { ...place, snapshot })
      .split("\n")
      .slice(-2),
  ).toEqual([
    "As of 2026-01-02 14:02:11 UTC. https://flowlock.example/c/default",
    "Snapshot of 2026-01-02 13:00:00 UTC: https://flowlock.example/c/default/s/1",
  ]);
});

test("the reason of a dead end names the parent that waits for ever", () => {
  expect(culpritReason(culprit, place.readAtMs)).toBe(
    "Failed after 3 of 3 attempts. Nothing tells fulfil-order #9912 to move on.",
  );
  expect(culpritStatus(culprit)).toBe("failed");
});
