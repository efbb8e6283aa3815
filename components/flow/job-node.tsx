"use client";

import { memo } from "react";
import type { Node, NodeProps } from "reactflow";

import { ChildBar } from "@/components/ui/child-bar";
import { Glyph } from "@/components/ui/glyph";
import { looksOf } from "@/components/ui/state-looks";
import type { FlowNode } from "@/lib/core/flow-view";

import { cardFact, cardTime, cardWhere } from "./card-facts";
import { cardTone } from "./card-tone";
import { LockRow } from "./lock-row";

export type JobNodeData = {
  readonly conn: string;
  readonly node: FlowNode;
  /** When the flow was read; 0 where the card shows no time that runs. */
  readonly readAtMs: number;
  readonly onPath: boolean;
  readonly chosen: boolean;
  /** The renewals are drawn: only for the worst few, because each costs a read. */
  readonly traced: boolean;
};
export type JobNodeType = Node<JobNodeData, "job">;

/** One job on the canvas, 240 × 72: glyph, name and state; queue, id and tries; its lock, its children or one fact. */
export const JobNode = memo(function JobNode({ data }: NodeProps<JobNodeType>) {
  const { node, onPath, chosen } = data;
  const looks = looksOf(node.state, node.verdict, node.cause);
  return (
    <div
      className={`flow-card ${cardTone(node)} ${onPath ? "on-path" : ""} ${chosen ? "selected" : ""}`}
      data-state={node.state}
      data-verdict={node.verdict ?? "none"}
    >
      <div className="card-row card-top">
        <Glyph name={looks.glyph} size={16} className="card-word m-0! p-0!" />
        <bdi className="card-name">{node.job.name ?? "unnamed"}</bdi>
        <span className="card-word">{looks.word}</span>
        <span className="card-time mono">{cardTime(node)}</span>
      </div>
      <div className="card-row card-where">
        <span className="truncate">{cardWhere(node)}</span>
      </div>
      <LastRow data={data} />
      <Progress value={node.progress} />
    </div>
  );
}, sameCard);

/** From here on the numbers need the room of the bar. */
const longNumber = 10_000;

function LastRow({ data }: { readonly data: JobNodeData }) {
  const { node, conn, traced, readAtMs } = data;
  if (node.lock !== null) return <LockRow conn={conn} lock={node.lock} readAtMs={readAtMs} traced={traced} />;
  const { processed, unprocessed, ignored, failed } = node.children;
  const total = processed + unprocessed + ignored + failed;
  if (total > 0) {
    return (
      <div className="card-row card-fact">
        <ChildBar counts={node.children} width={total < longNumber ? 96 : 40} height={4} />
        <span className="ml-auto flex-none text-text">
          {unprocessed === 0
            ? `${total.toLocaleString("en-US")} done`
            : `${unprocessed.toLocaleString("en-US")} of ${total.toLocaleString("en-US")} left`}
        </span>
      </div>
    );
  }
  return (
    <div className="card-row card-fact">
      <span className="truncate">{cardFact(node, readAtMs)}</span>
    </div>
  );
}

function Progress({ value }: { readonly value: FlowNode["progress"] }) {
  if (typeof value !== "number" || value <= 0 || value > 100) return null;
  return (
    <svg className="card-progress" aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 2">
      <rect width="100" height="2" fill="currentColor" opacity="0.2" />
      <rect width={value} height="2" fill="currentColor" />
    </svg>
  );
}

/** Polls make new objects around unchanged jobs; only what is drawn decides. */
function sameCard({ data: a }: NodeProps<JobNodeType>, { data: b }: NodeProps<JobNodeType>): boolean {
  return (
    a.node === b.node &&
    a.readAtMs === b.readAtMs &&
    a.onPath === b.onPath &&
    a.chosen === b.chosen &&
    a.traced === b.traced &&
    a.conn === b.conn
  );
}
