"use client";

import { memo } from "react";
import type { Node, NodeProps } from "reactflow";

import { Glyph } from "@/components/ui/glyph";
import { looksOfBucket, toneFill } from "@/components/ui/state-looks";
import type { FlowGroup } from "@/lib/core/flow-view";
import { formatRoundDuration } from "@/lib/core/format-duration";
import { queueLabel } from "@/lib/core/job-label";

import { bucketTone } from "./card-tone";

export type GroupNodeData = { readonly group: FlowGroup };
export type GroupNodeType = Node<GroupNodeData, "group">;

/** Many siblings of one kind on the canvas; the offset edge below says "many". */
export const GroupNode = memo(
  function GroupNode({ data }: NodeProps<GroupNodeType>) {
    const { group } = data;
    const looks = looksOfBucket(group.bucket);
    const count = group.count.toLocaleString("en-US");
    return (
      <div className={`flow-card flow-group ${bucketTone(group.bucket)}`}>
        <div className="card-row card-top">
          <Glyph name={looks.glyph} size={16} className="card-word m-0! p-0!" />
          <bdi className="card-name">{group.name ?? "jobs"}</bdi>
          <span className="flex-none text-13 font-medium">× {count}</span>
          <span className="card-word">{looks.word}</span>
        </div>
        <div className="card-row card-where">
          <span className="truncate">{whereText(group)}</span>
        </div>
        <div className="card-row card-fact">
          {group.heldMs === null ? (
            <span className="truncate">
              {group.worst === null || group.worst === "normal"
                ? "not read one by one"
                : `worst inside: ${looksOfBucket(group.worst).word}`}
            </span>
          ) : (
            <Spread {...group.heldMs} className={toneFill[looks.tone]} />
          )}
        </div>
      </div>
    );
  },
  ({ data: a }, { data: b }) => a.group === b.group,
);

function whereText({ queue, heldMs }: FlowGroup): string {
  if (heldMs === null) return queueLabel(queue);
  return `${queueLabel(queue)} · p50 ${formatRoundDuration(heldMs.p50)} · p95 ${formatRoundDuration(heldMs.p95)}`;
}

const spreadWidthPx = 194;

/** How long the group's jobs ran: half of them within the solid part, 95 % within the whole. */
function Spread({ p50, p95, className }: { readonly p50: number; readonly p95: number; readonly className: string }) {
  const half = p95 <= 0 ? spreadWidthPx : Math.max(4, (p50 / p95) * spreadWidthPx);
  return (
    <svg width={spreadWidthPx} height="6" aria-hidden="true" className="block">
      <rect y="1" width={spreadWidthPx} height="4" rx="1" className={className} opacity="0.25" />
      <rect y="1" width={half} height="4" rx="1" className={className} />
    </svg>
  );
}
