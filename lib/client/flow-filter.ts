import { flowListStates } from "@/lib/contract/flow-list-states";
import type { FlowListState } from "@/lib/contract/flow-list-states";

export type FlowFilter = { readonly state: FlowListState; readonly queue: string | null; readonly q: string | null };

/** What a list of flows shows, from its address; what the address says in no known way counts as not said. */
export function toFlowFilter(get: (name: string) => string | null): FlowFilter {
  return {
    state: flowListStates.find((state) => state === get("state")) ?? "all",
    queue: textOrNull(get("queue")),
    q: textOrNull(get("q")),
  };
}

function textOrNull(text: string | null): string | null {
  return text === null || text.trim() === "" ? null : text;
}
