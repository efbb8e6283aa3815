"use client";

import { memo } from "react";
import { Handle, Position } from "reactflow";
import type { Node, NodeProps } from "reactflow";

import { ChildBar } from "@/components/ui/child-bar";
import { Glyph } from "@/components/ui/glyph";
import { HeldBar } from "@/components/ui/held-bar";
import { LockRing } from "@/components/ui/lock-ring";
import { looksOf } from "@/components/ui/state-looks";
import type { FlowNode } from "@/lib/core/flow-view";
import { formatDuration } from "@/lib/core/format-duration";
import { policyWords } from "@/lib/core/why-text";
import { queueLabel } from "@/lib/core/job-label";

import { cardTone } from "./card-tone";
import { toStateCounts } from "./to-state-counts";

export type JobNodeData = {
  readonly node: FlowNode;
  readonly readAtMs: number;
  readonly onPath: boolean;
  readonly selected: boolean;
};
export type JobNodeType = Node<JobNodeData, "job">;

/** One job on the canvas, 240 × 72: glyph, name and state; queue, id and tries; what holds it or what it waits for. */
export const JobNode = memo(function JobNode({ data }: NodeProps<JobNodeType>) {
  const { node, onPath, selected, readAtMs } = data;
  const looks = looksOf(node.state, node.verdict, node.cause);
  const stuck = node.verdict === "probably-stuck";
  return (
    <div
      className={`flow-card ${cardTone(node)} ${onPath ? "on-path" : ""} ${selected ? "selected" : ""}`}
      data-state={node.state}
      data-verdict={node.verdict ?? "none"}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} className="flow-handle" />
      <div className="flex h-5 items-center gap-1.5 whitespace-nowrap">
        <Glyph name={looks.glyph} size={16} />
        <b className="truncate text-[14px] font-semibold">{node.job.name ?? "unnamed"}</b>
        <span className="ml-auto flex-none text-[12px] font-medium">{looks.word}</span>
      </div>
      <div className={`flex h-4 gap-1.5 pl-[22px] text-[12.5px] leading-4 whitespace-nowrap ${stuck ? "" : "text-text-muted"}`}>
        <span className="truncate">
          {queueLabel(node.job.queue)} · <span className="font-mono">#{node.job.id.slice(0, 60)}</span>
          {node.parent === null || node.policy === "none" ? "" : ` · ${policyWords[node.policy]}`}
          {node.attempts.max > 1 ? ` · try ${Math.max(1, node.attempts.started)} of ${node.attempts.max}` : ""}
        </span>
      </div>
      <LastRow node={node} readAtMs={readAtMs} stuck={stuck} />
      <Progress value={node.progress} />
      <Handle type="source" position={Position.Right} isConnectable={false} className="flow-handle" />
    </div>
  );
});

function LastRow({ node, readAtMs, stuck }: { readonly node: FlowNode; readonly readAtMs: number; readonly stuck: boolean }) {
  const { lock, children } = node;
  if (lock !== null) {
    return (
      <div className="flex h-5 items-center gap-2 text-[12px] whitespace-nowrap">
        <LockRing ttlMs={lock.ttlMs} durationMs={lock.lockDurationMs.value} readAtMs={readAtMs} text={false} />
        <span className="grid gap-0.5">
          <span className="font-mono leading-3 tabular-nums">held {formatDuration(lock.heldMs)}</span>
          <HeldBar heldMs={lock.heldMs} p95Ms={lock.usualMs?.p95 ?? null} tone={stuck ? "stuck" : "active"} width={72} />
        </span>
        <span className="ml-auto truncate">{lock.holder ?? `worker ${lock.workerId.slice(0, 6)}`}</span>
      </div>
    );
  }
  const total = children.processed + children.unprocessed + children.ignored + children.failed;
  if (total > 0) {
    return (
      <div className="flex h-5 items-center gap-2 pl-[22px] text-[12px] whitespace-nowrap">
        <ChildBar counts={toStateCounts(children)} width={96} height={4} />
        <span>
          {children.unprocessed} of {total.toLocaleString("en-US")} left
        </span>
      </div>
    );
  }
  return <div className="h-5 truncate pl-[22px] text-[12px] leading-5 text-text-muted">{factOf(node)}</div>;
}

function factOf(node: FlowNode): string {
  if (node.state === "completed" && node.finishedAtMs !== null && node.processedAtMs !== null)
    return `took ${formatDuration(node.finishedAtMs - node.processedAtMs)}`;
  if (node.state === "failed") return node.failedReason?.split("\n", 1)[0] ?? "failed";
  if (node.state === "missing") return "gone from Redis";
  if (node.damaged.length > 0) return `damaged: ${node.damaged.join(", ")}`;
  return node.state;
}

function Progress({ value }: { readonly value: FlowNode["progress"] }) {
  if (typeof value !== "number" || value <= 0 || value > 100) return null;
  return (
    <svg className="absolute inset-x-0 bottom-0" width="100%" height="2" aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 2">
      <rect width={value} height="2" fill="currentColor" />
    </svg>
  );
}
