"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { fetchJson } from "@/lib/client/fetch-json";
import { apiFlowPath } from "@/lib/client/links";
import { bucketOf } from "@/lib/core/flow-buckets";
import type { FlowGroup, FlowNode } from "@/lib/core/flow-view";
import { states } from "@/lib/core/job-state";

type Pages = { readonly nodes: readonly FlowNode[]; readonly cursor: string | null };

/** Pages looked through for one more handful of a group's jobs. */
const pagesPerCall = 5;
export const jobsPerPage = 50;

/** The jobs of opened groups beyond those that a view holds, page by page from the children's own address. */
export function useOutlinePages(conn: string) {
  const [pages, setPages] = useState<ReadonlyMap<string, Pages>>(new Map());
  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ group, from }: { readonly group: FlowGroup; readonly from: Pages | null }) =>
      readMore(conn, group, from),
    onSuccess: (more, { group }) => setPages((before) => new Map(before).set(group.id, more)),
  });
  const nodes = new Map([...pages].map(([id, page]) => [id, page.nodes]));
  return {
    nodes,
    isPending,
    error,
    readMore: (group: FlowGroup) => mutate({ group, from: pages.get(group.id) ?? null }),
  };
}

async function readMore(conn: string, group: FlowGroup, from: Pages | null): Promise<Pages> {
  const found: FlowNode[] = [];
  let cursor = from?.cursor ?? null;
  for (let page = 0; page < pagesPerCall && found.length < jobsPerPage; page += 1) {
    const state = states.find((one) => one === group.bucket);
    const path = apiFlowPath(conn, group.parent, "children", {
      state,
      cursor: cursor ?? undefined,
      limit: String(jobsPerPage),
    });
    const answer = await fetchJson(path, "childrenPage");
    found.push(...answer.children.filter((node) => isIn(group, node)));
    cursor = answer.cursor;
    if (cursor === null) break;
  }
  return { nodes: [...(from?.nodes ?? []), ...found], cursor };
}

/** A group without a name holds what was only counted, whatever its name. */
function isIn(group: FlowGroup, node: FlowNode): boolean {
  if (bucketOf(node) !== group.bucket) return false;
  return group.name === null || (node.job.name === group.name && node.job.queue === group.queue);
}
