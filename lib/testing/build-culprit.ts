import type { Culprit } from "@/lib/core/diagnosis";

/** A probably stuck `charge-card #77` without a chain, changed by `overrides`; for pure tests. */
export function buildCulprit(overrides: Partial<Culprit> = {}): Culprit {
  return {
    job: { queue: "bull:payments", id: "77", name: "charge-card" },
    state: "active",
    cause: "hung-lock-renewed",
    severity: "stuck",
    headline: "charge-card #77 is stuck.",
    facts: [],
    chain: [],
    roots: [{ queue: "bull:orders", id: "1" }],
    flows: 1,
    blockedMs: 0,
    lock: null,
    actions: [],
    ...overrides,
  };
}
