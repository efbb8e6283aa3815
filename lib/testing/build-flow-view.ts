import type { FlowGroup, FlowNode, FlowView } from "@/lib/core/flow-view";

/** A completed `name` of `bull:work` below `parent`, changed by `overrides`; for pure tests. */
export function buildFlowNode(id: string, parent: string | null, overrides: Partial<FlowNode> = {}): FlowNode {
  return {
    job: { queue: "bull:work", id, name: id },
    parent: parent === null ? null : { queue: "bull:work", id: parent },
    state: "completed",
    verdict: null,
    cause: null,
    policy: "none",
    attempts: { made: 1, started: 1, max: 1 },
    stalls: 0,
    createdAtMs: null,
    processedAtMs: null,
    finishedAtMs: null,
    progress: null,
    failedReason: null,
    processedBy: null,
    children: { processed: 0, unprocessed: 0, ignored: 0, failed: 0 },
    lock: null,
    damaged: [],
    ...overrides,
  };
}

/** A completed group below `parent`, changed by `overrides`; for pure tests. */
export function buildFlowGroup(id: string, parent: string, overrides: Partial<FlowGroup> = {}): FlowGroup {
  return {
    id,
    parent: { queue: "bull:work", id: parent },
    queue: "bull:work",
    name: id,
    bucket: "completed",
    count: 10,
    worst: null,
    heldMs: null,
    ran: null,
    inside: { jobs: 0, problems: 0 },
    leadsTo: null,
    ...overrides,
  };
}

/** A view whose first node is the root, unblocked, changed by `overrides`; for pure tests. */
export function buildFlowView(nodes: readonly FlowNode[], overrides: Partial<FlowView> = {}): FlowView {
  const root = nodes[0]?.job ?? { queue: "bull:work", id: "root" };
  return {
    readAtMs: 1_000_000,
    root,
    requested: root,
    total: nodes.length,
    byState: {},
    exact: true,
    nodes,
    groups: [],
    shown: nodes.length,
    truncated: false,
    diagnosis: {
      readAtMs: 1_000_000,
      job: root,
      root,
      blocked: false,
      cause: "not-blocked",
      headline: "Nothing is blocked.",
      culprits: [],
      total: 0,
      truncated: false,
    },
    ...overrides,
  };
}
