"use client";

import { Glyph } from "@/components/ui/glyph";
import { looksOf, toneText } from "@/components/ui/state-looks";
import type { ChainLink, Culprit } from "@/lib/core/diagnosis";
import { formatDuration } from "@/lib/core/format-duration";
import type { FlowNode, FlowView } from "@/lib/core/flow-view";
import { queueLabel } from "@/lib/core/job-label";
import { sameJob } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import { causeWords, hopText } from "@/lib/core/why-text";

/** Links shown before the middle of a long chain is folded. */
const linksMax = 8;

type Props = { readonly culprit: Culprit; readonly view: FlowView; readonly onSelect: (ref: JobRef) => void };

/** Root → culprit, one line a hop; the culprit is the one to change. */
export function Chain({ culprit, view, onSelect }: Props) {
  const { chain } = culprit;
  const folded = chain.length > linksMax ? chain.length - linksMax : 0;
  const shown = folded === 0 ? chain : [...chain.slice(0, 3), ...chain.slice(3 + folded)];
  const nodeOf = (link: ChainLink) => view.nodes.find((node) => sameJob(node.job, link)) ?? null;
  return (
    <ol className="grid" aria-label="Chain from the root to the culprit">
      {shown.map((link, index) => {
        const isCulprit = index === shown.length - 1;
        const next = shown[index + 1];
        return (
          <li key={`${link.queue} ${link.id}`}>
            <Link link={link} node={nodeOf(link)} culprit={isCulprit ? culprit : null} onSelect={onSelect} />
            {!isCulprit && (
              <p className="chain-hop">
                {folded > 0 && index === 2
                  ? `… ${folded} more …`
                  : hopText(nodeOf(link) === null ? null : hopNode(link, next, nodeOf))}
              </p>
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** The parent's counts with the policy of the child that stands below it. */
function hopNode(
  link: ChainLink,
  next: ChainLink | undefined,
  nodeOf: (link: ChainLink) => FlowNode | null,
): FlowNode | null {
  const parent = nodeOf(link);
  const child = next === undefined ? null : nodeOf(next);
  return parent === null ? null : { ...parent, policy: child?.policy ?? "none" };
}

function Link({
  link,
  node,
  culprit,
  onSelect,
}: {
  readonly link: ChainLink;
  readonly node: FlowNode | null;
  readonly culprit: Culprit | null;
  readonly onSelect: Props["onSelect"];
}) {
  const looks = looksOf(link.state, node?.verdict ?? culprit?.lock?.verdict ?? null, culprit?.cause ?? null);
  const stuck = culprit?.severity === "stuck";
  return (
    <button
      type="button"
      onClick={() => onSelect(link)}
      className={`chain-link ${culprit === null ? "" : stuck ? "is-stuck" : "is-culprit"}`}
      aria-current={culprit === null ? undefined : "true"}
    >
      <Glyph name={looks.glyph} size={16} className={stuck ? "" : toneText[looks.tone]} />
      <span className="min-w-0">
        <span className="block truncate">
          <b className="font-semibold">{link.name ?? "unnamed"}</b>{" "}
          <span className="font-mono text-[12px]">#{link.id.slice(0, 60)}</span>{" "}
          <span className={stuck ? "" : "text-text-muted"}>{queueLabel(link.queue)}</span>
        </span>
        {culprit !== null && <span className="block text-[12px] leading-4">{culpritLine(culprit)}</span>}
      </span>
      <span className="ml-auto flex-none self-start font-mono text-[12px]">{timeOf(node, culprit)}</span>
    </button>
  );
}

function culpritLine(culprit: Culprit): string {
  if (culprit.lock !== null)
    return `Active on ${culprit.lock.holder ?? `unnamed worker ${culprit.lock.workerId.slice(0, 6)}`}. This is the one to change.`;
  return `${culprit.state === "failed" ? "Failed" : `It is ${causeWords(culprit.cause)}`}. This is the one to change.`;
}

function timeOf(node: FlowNode | null, culprit: Culprit | null): string {
  if (culprit?.lock !== null && culprit?.lock !== undefined) return formatDuration(culprit.lock.heldMs);
  if (node?.lock !== null && node?.lock !== undefined) return formatDuration(node.lock.heldMs);
  return "";
}
