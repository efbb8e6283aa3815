"use client";

import { memo, useMemo } from "react";
import type { Node, NodeProps } from "reactflow";

import { Glyph } from "@/components/ui/glyph";
import { looksOfBucket, toneFill } from "@/components/ui/state-looks";
import type { FlowGroup } from "@/lib/core/flow-view";
import { formatRoundDuration } from "@/lib/core/format-duration";
import { queueLabel } from "@/lib/core/job-label";
import { stripHeightPx, stripShape, stripWidthPx } from "@/lib/graph/strip-shape";

import { isProblemBucket } from "@/lib/graph/count-problems";

import { bucketTone } from "./card-tone";
import { insideWords } from "./fold-words";

export type FoldNodeData = { readonly group: FlowGroup };
export type FoldNodeType = Node<FoldNodeData, "fold">;

/** Many siblings of one kind on the canvas; the offset edge below says "many". */
export const FoldNode = memo(
  function FoldNode({ data }: NodeProps<FoldNodeType>) {
    const { group } = data;
    const looks = looksOfBucket(group.bucket);
    const count = group.count.toLocaleString("en-US");
    return (
      <div className={`flow-card flow-group ${foldTone(group)}`}>
        <div className="card-row card-top">
          <Glyph name={looks.glyph} size={16} className="card-word m-0! p-0!" />
          <bdi className="card-name">{group.name ?? "jobs"}</bdi>
          <span className="flex-none text-13 font-medium">× {count}</span>
          <span className="card-word">{looks.word}</span>
        </div>
        <div className="card-row card-where">
          <span className="truncate">{whereText(group)}</span>
          {group.heldMs !== null &&
            group.worst !== null &&
            group.worst !== "normal" &&
            group.worst !== group.bucket && (
              <span className="ml-auto flex-none font-medium">worst: {looksOfBucket(group.worst).word}</span>
            )}
        </div>
        <div className="card-row card-fact">
          {group.inside.problems > 0 || group.heldMs === null ? (
            <span className="truncate">{insideText(group)}</span>
          ) : (
            <Strip group={group} className={toneFill[looks.tone]} />
          )}
        </div>
      </div>
    );
  },
  ({ data: a }, { data: b }) => a.group === b.group,
);

/** A fold with a problem somewhere below its jobs may not look healthy. */
function foldTone({ bucket, inside }: FlowGroup): string {
  return bucketTone(inside.problems > 0 && !isProblemBucket(bucket) ? "failed" : bucket);
}

function insideText(group: FlowGroup): string {
  if (group.inside.problems === 0 && group.worst !== null && group.worst !== "normal")
    return `worst inside: ${looksOfBucket(group.worst).word}`;
  return insideWords(group) ?? "not read one by one";
}

function whereText({ queue, heldMs, leadsTo }: FlowGroup): string {
  if (leadsTo !== null) return `down to ${queueLabel(leadsTo.queue)} · #${leadsTo.id.slice(0, 200)}`;
  if (heldMs === null) return queueLabel(queue);
  return `${queueLabel(queue)} · p50 ${formatRoundDuration(heldMs.p50)} · p95 ${formatRoundDuration(heldMs.p95)}`;
}

/** The population of the group: a column for every so many jobs, from the quickest to the longest. */
function Strip({ group, className }: { readonly group: FlowGroup; readonly className: string }) {
  const { heldMs } = group;
  const shape = useMemo(() => stripShape(heldMs?.steps ?? []), [heldMs]);
  return (
    <svg width={stripWidthPx} height={stripHeightPx} aria-hidden="true" className="block">
      <title>{stripTitle(group)}</title>
      <path d={shape} className={className} />
    </svg>
  );
}

function stripTitle({ count, heldMs }: FlowGroup): string {
  const jobs = `${count.toLocaleString("en-US")} jobs`;
  if (heldMs === null) return jobs;
  const longest = heldMs.steps.at(-1) ?? heldMs.p95;
  return `${jobs}: half within ${formatRoundDuration(heldMs.p50)}, 95% within ${formatRoundDuration(heldMs.p95)}, the longest ${formatRoundDuration(longest)}`;
}
