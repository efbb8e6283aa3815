import { expect, test } from "vitest";

import { buildCulprit } from "@/lib/testing/build-culprit";
import { buildFlowNode, buildFlowView } from "@/lib/testing/build-flow-view";

import { flowTitle } from "./flow-title";

const job = { queue: "bull:orders", id: "9912", name: "fulfil-order" };
const view = buildFlowView([buildFlowNode("9912", null, { job })]);
const blocked = { ...view, diagnosis: { ...view.diagnosis, blocked: true, culprits: [buildCulprit()] } };

test.each([
  ["names culprit, flow and environment", blocked, "production", "⚠ charge-card #77 — fulfil-order #9912 — prod"],
  ["names the connection where no environment is set", blocked, null, "⚠ charge-card #77 — fulfil-order #9912 — eu"],
  ["has no sign where nothing is blocked", view, "staging", "fulfil-order #9912 — staging"],
] as const)("%s", (_, shown, environment, title) => expect(flowTitle(shown, environment, "eu")).toBe(title));
