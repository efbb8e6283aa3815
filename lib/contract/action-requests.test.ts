import { expect, test } from "vitest";

import { actRequestSchema, previewRequestSchema } from "./action-requests";

const seen = { state: "delayed", lockId: null, attemptsStarted: 0, processedAtMs: null };
const act = (reason: string) =>
  actRequestSchema.safeParse({ action: "promote", reason, jobs: [{ queue: "bull:mail", id: "1", seen }] }).success;

test.each(["", " ", "\u200b", "\u00a0\u2060", "\u0000", "x".repeat(1_001)])("%j is no reason", (reason) => {
  expect(act(reason)).toBe(false);
});

test.each(["now", "支払い", "🙂", "-"])("%s is a reason", (reason) => {
  expect(act(reason)).toBe(true);
});

test.each([{ queue: "" }, { queue: "mail" }, { queue: "bull:\ud800" }, { state: "" }, { all: true }, null, []])(
  "%j is no filter of jobs",
  (filter) => {
    expect(previewRequestSchema.safeParse({ action: "promote", filter }).success).toBe(false);
  },
);
