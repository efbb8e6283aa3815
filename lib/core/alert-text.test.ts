import { expect, test } from "vitest";

import { buildCulprit } from "@/lib/testing/build-culprit";

import { alertText } from "./alert-text";
import type { Incident } from "./incident";

const place = { connection: "default", environment: "production" };
const opened: Incident = {
  id: "1",
  openedAtMs: 0,
  closedAtMs: null,
  culprit: buildCulprit(),
  closedBy: null,
  operator: null,
  snapshotId: null,
};

test("says what is the matter, how many flows it holds up, and how it ended", () => {
  expect(alertText(opened, place)).toBe("Flowlock: charge-card #77 is stuck. Blocks 1 flow. (payments · production)");
  expect(alertText({ ...opened, closedAtMs: 60_000, closedBy: "acted", operator: "ada" }, place)).toBe(
    "Flowlock: charge-card #77 was acted on by ada after 1 m. (payments · production)",
  );
});

test("a job's name calls nobody and links nowhere, and no text is longer than a chat takes", () => {
  const hostile = alertText(
    { ...opened, culprit: buildCulprit({ headline: "@everyone <!channel>\n<http://x|y>" }) },
    place,
  );

  expect(hostile).not.toMatch(/@everyone|<!|<http|\n/);
  expect(alertText({ ...opened, culprit: buildCulprit({ headline: "x".repeat(5_000) }) }, place)).toHaveLength(1_801);
});
