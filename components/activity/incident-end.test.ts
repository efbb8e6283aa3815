import { expect, test } from "vitest";

import type { Incident } from "@/lib/contract/record-schemas";

import { incidentEnd } from "./incident-end";

const open: Pick<Incident, "openedAtMs" | "closedAtMs" | "closedBy" | "operator"> = {
  openedAtMs: 0,
  closedAtMs: null,
  closedBy: null,
  operator: null,
};

test.each([
  [open, "Open"],
  [{ ...open, closedAtMs: 60_000, closedBy: "recovered" }, "Recovered after 1 m (1970-01-01 00:01:00)"],
  [
    { ...open, closedAtMs: 60_000, closedBy: "acted", operator: "ada" },
    "Acted on by ada after 1 m (1970-01-01 00:01:00)",
  ],
  [{ ...open, closedAtMs: 60_000, closedBy: "vanished" }, "Job removed after 1 m (1970-01-01 00:01:00)"],
] as const)("%o is told as %s", (incident, text) => {
  expect(incidentEnd(incident)).toBe(text);
});
