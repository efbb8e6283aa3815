import { expect, test } from "vitest";

import { buildCulprit } from "@/lib/testing/build-culprit";
import { buildFlowNode } from "@/lib/testing/build-flow-view";

import type { Culprit, Diagnosis } from "./diagnosis";
import { hopText, whyHeading, whySentences } from "./why-text";

const root = buildFlowNode("order", null, {
  state: "waiting-children",
  children: { processed: 9, unprocessed: 3, ignored: 0, failed: 0 },
});
const link = (id: string) => ({ queue: "bull:work", id, name: id, state: "waiting-children" as const });

function diagnosis(...culprits: readonly Culprit[]): Diagnosis {
  return {
    readAtMs: 0,
    job: root.job,
    root: root.job,
    blocked: true,
    cause: "hung-lock-renewed",
    headline: "",
    culprits,
    total: culprits.length,
    truncated: false,
  };
}

test("says in two sentences how many children are left and what is the matter with several culprits", () => {
  const sentences = whySentences(
    diagnosis(
      buildCulprit(),
      buildCulprit({ cause: "child-failed-no-policy" }),
      buildCulprit({ cause: "active-progressing" }),
    ),
    root,
  );
  expect(sentences).toEqual(["It waits for 3 of 12 children.", "1 is probably stuck, 1 failed, 1 is still running."]);
});

test("says of a job that is not blocked how it ended", () => {
  const calm = { ...diagnosis(), blocked: false, headline: "Nothing is blocked." };

  expect([
    whySentences(calm, { ...root, state: "failed", failedReason: "declined\nat charge" }),
    whySentences(calm, { ...root, state: "failed" }),
    whySentences(calm, { ...root, state: "completed" }),
    whySentences(calm, root),
  ]).toEqual([
    ["Nothing is blocked.", "It failed: declined"],
    ["Nothing is blocked.", "It failed."],
    ["Nothing is blocked.", "It completed."],
    ["It waits for 3 of 12 children.", "Nothing is blocked."],
  ]);
});

test("does not say of a parent that waits for a child at work that it is not blocked", () => {
  const calm = { ...diagnosis(), blocked: false, headline: "charge-card #77 has been running for 20 s." };

  expect([
    whyHeading(calm, root),
    whyHeading(calm, { ...root, state: "completed" }),
    whyHeading(calm, null),
    whyHeading(diagnosis(), root),
  ]).toEqual([
    "What does order #order wait for?",
    "order #order is not blocked.",
    "#order is not blocked.",
    "Why is order #order blocked?",
  ]);
});

test("follows the chain to the one culprit", () => {
  const one = { ...root, children: { ...root.children, unprocessed: 1 } };
  const deep = buildCulprit({ chain: [link("order"), link("settle"), link("77")] });
  expect(whySentences(diagnosis(deep), one)).toEqual([
    "It waits for 1 of 10 children.",
    "That child waits for charge-card #77, which is probably stuck.",
  ]);
  const direct = buildCulprit({ chain: [link("order"), link("77")], cause: "child-failed-no-policy" });
  expect(whySentences(diagnosis(direct), root)[1]).toBe(
    "One of them is charge-card #77, which failed with nothing to tell its parent to move on.",
  );
});

test("names the policy between two links only where there is one", () => {
  expect(hopText(root)).toBe("waits for 3 of 12 children");
  expect(hopText({ ...root, policy: "fail-parent" })).toBe("waits for 3 of 12 children · policy: fail parent");
});
