"use client";

import { memo } from "react";
import { Handle, Position } from "reactflow";
import type { Node, NodeProps } from "reactflow";

import { Glyph } from "@/components/ui/glyph";
import { looksOfBucket } from "@/components/ui/state-looks";
import type { FlowGroup } from "@/lib/core/flow-view";
import { formatRoundDuration } from "@/lib/core/format-duration";
import { queueLabel } from "@/lib/core/job-label";

import { bucketTone } from "./card-tone";

export type GroupNodeData = { readonly group: FlowGroup };
export type GroupNodeType = Node<GroupNodeData, "group">;

/** Many siblings of one kind on the canvas; the offset edge below says "many". */
export const GroupNode = memo(function GroupNode({ data }: NodeProps<GroupNodeType>) {
  const { group } = data;
  const looks = looksOfBucket(group.bucket);
  return (
    <div className={`flow-card flow-group ${bucketTone(group.bucket)}`}>
      <Handle type="target" position={Position.Left} isConnectable={false} className="flow-handle" />
      <div className="flex h-5 items-center gap-1.5 whitespace-nowrap">
        <Glyph name={looks.glyph} size={16} />
        <b className="truncate text-[13px] font-semibold">{group.name ?? "jobs"}</b>
        <span className="font-medium">× {group.count.toLocaleString("en-US")}</span>
        <span className="ml-auto flex-none text-[12px] font-medium">{looks.word}</span>
      </div>
      <div className="h-4 truncate pl-[22px] text-[12.5px] leading-4 text-text-muted">
        {queueLabel(group.queue)}
        {group.heldMs === null ? "" : ` · p50 ${formatRoundDuration(group.heldMs.p50)} · p95 ${formatRoundDuration(group.heldMs.p95)}`}
      </div>
      <div className="h-5 pl-[22px] text-[12px] leading-5 text-text-muted">Open to show some of them</div>
    </div>
  );
});
