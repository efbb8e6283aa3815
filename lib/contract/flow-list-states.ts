/** What a list of flows can be narrowed to. Apart from the schemas, so that a page can name them without loading zod. */
export const flowListStates = ["blocked", "running", "finished", "failed", "all"] as const;

export type FlowListState = (typeof flowListStates)[number];
