import { expect, test } from "vitest";

import { buildCulprit } from "@/lib/testing/build-culprit";

import { incidentMarkdown } from "./incident-markdown";

test("tells sentence, chain, facts, time and link", () => {
  const culprit = buildCulprit({
    headline: "charge-card #77 hangs.",
    chain: [
      { queue: "bull:orders", id: "1", name: "fulfil-order", state: "waiting-children" },
      { queue: "bull:payments", id: "77", name: "charge-card", state: "active" },
    ],
    facts: [{ kind: "fact", text: "Held for 3 h.", evidence: [] }],
  });

  const text = incidentMarkdown({ readAtMs: 0, headline: culprit.headline, culprits: [culprit] }, "http://localhost/x");

  expect(text.split("\n")).toEqual([
    "**charge-card #77 hangs.**",
    "",
    "- charge-card #77 hangs.",
    "  - chain: fulfil-order #1 (orders) › charge-card #77 (payments)",
    "  - fact: Held for 3 h.",
    "",
    "As of 1970-01-01T00:00:00.000Z",
    "http://localhost/x",
  ]);
});

test("lets no name become markup or a line of its own", () => {
  const culprit = buildCulprit({ headline: "**x**\n# [a](http://evil) `rm`" });
  const text = incidentMarkdown({ readAtMs: 0, headline: culprit.headline, culprits: [] }, "u");
  expect(text.split("\n")[0]).toBe("**\\*\\*x\\*\\* # \\[a\\](http://evil) \\`rm\\`**");
});
