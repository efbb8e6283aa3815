"use client";

import type { ReactNode } from "react";

import { Segmented } from "@/components/ui/segmented";
import { flowListStates } from "@/lib/contract/flow-list-states";
import type { FlowListState } from "@/lib/contract/flow-list-states";

export const flowListWords = {
  blocked: "Blocked",
  running: "Running",
  finished: "Finished",
  failed: "Failed",
  all: "All",
} as const satisfies Record<FlowListState, string>;

type FlowTabsProps = {
  readonly value: FlowListState;
  readonly onChange: (state: FlowListState) => void;
};

/** Which flows the list shows. */
export function FlowTabs({ value, onChange }: FlowTabsProps): ReactNode {
  const segments = flowListStates.map((id) => ({ id, label: flowListWords[id] }));
  return <Segmented label="Flows by state" segments={segments} value={value} onChange={onChange} />;
}
