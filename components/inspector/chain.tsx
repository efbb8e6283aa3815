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

import { chainTimes } from "./chain-times";

/** Links shown before the middle of a long chain is folded, and how many of them stand before the fold. */
const linksMax = 8;
const linksBeforeFold = 3;

type Props = {
  readonly culprit: Culprit;
  readonly view: FlowView;
  readonly blocked: boolean;
  readonly onSelect: (ref: JobRef) => void;
};

/** Root → culprit, one line a hop; the culprit is the one to change. */
export function Chain({ culprit, view, blocked, onSelect }: Props) {
  const { chain } = culprit;
  const folded = Math.max(0, chain.length - linksMax);
  const nodes = chain.map((link) => view.nodes.find((node) => sameJob(node.job, link)) ?? null);
  const times = chainTimes(culprit, nodes, view.readAtMs);
  return (
    <ol aria-label="Chain from the root to the culprit">
      {chain.map((link, index) => {
        if (index >= linksBeforeFold && index < linksBeforeFold + folded) return null;
        const last = index === chain.length - 1;
        const isFold = folded > 0 && index === linksBeforeFold - 1;
        return (
          <li key={`${link.queue} ${link.id}`}>
            <Link
              link={link}
              node={nodes[index] ?? null}
              timeMs={times[index] ?? null}
              culprit={last ? culprit : null}
              blocked={blocked}
              onSelect={onSelect}
            />
            {!last && (
              <Hop
                text={
                  isFold
                    ? `… ${folded.toLocaleString("en-US")} more …`
                    : hopBetween(nodes[index] ?? null, nodes[index + 1] ?? null)
                }
              />
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** The line down to the next link. */
function Hop({ text }: { readonly text: string }) {
  return (
    <p className="relative pl-6 text-12 leading-5 text-text-muted before:absolute before:-top-0.5 before:-bottom-0.5 before:left-[7px] before:w-[2.5px] before:bg-blocked before:content-['']">
      {text}
    </p>
  );
}

/** The parent's counts with the policy of the child that stands below it. */
function hopBetween(parent: FlowNode | null, child: FlowNode | null): string {
  return hopText(parent === null ? null : { ...parent, policy: child?.policy ?? "none" });
}

type LinkProps = {
  readonly link: ChainLink;
  readonly node: FlowNode | null;
  readonly timeMs: number | null;
  readonly culprit: Culprit | null;
  readonly blocked: boolean;
  readonly onSelect: Props["onSelect"];
};

function Link({ link, node, timeMs, culprit, blocked, onSelect }: LinkProps) {
  const looks = looksOf(link.state, culprit?.lock?.verdict ?? node?.verdict ?? null, culprit?.cause ?? null);
  const stuck = culprit?.severity === "stuck";
  const frame =
    culprit === null
      ? "hover:bg-bg-subtle"
      : stuck
        ? "on-amber bg-[#ffb224] py-1! max-md:py-2!"
        : "border bg-bg-subtle py-1! max-md:py-2!";
  return (
    <button
      type="button"
      onClick={() => onSelect(link)}
      className={`relative -mx-2 grid min-h-6 w-[calc(100%+16px)] grid-cols-[16px_minmax(0,1fr)_auto] items-center gap-x-2 rounded-ui px-2 text-left ${frame}`}
      aria-current={culprit === null ? undefined : "true"}
    >
      <Glyph name={looks.glyph} className={stuck ? "" : toneText[looks.tone]} />
      <span className="truncate">
        <b className="font-semibold">{link.name ?? "unnamed"}</b>{" "}
        <span className={`mono-code ${stuck ? "" : "text-text-muted"}`}>#{link.id.slice(0, 60)}</span>{" "}
        <span className={stuck ? "" : "text-text-muted"}>{queueLabel(link.queue)}</span>
      </span>
      <span className="mono">{timeMs === null ? "" : formatDuration(timeMs)}</span>
      {culprit !== null && <span className="col-span-2 col-start-2 text-12">{culpritLine(culprit, blocked)}</span>}
    </button>
  );
}

function culpritLine({ lock, state, cause, severity }: Culprit, blocked: boolean): string {
  const holder = lock === null ? null : (lock.holder ?? `unnamed worker ${lock.workerId.slice(0, 6)}`);
  const what =
    holder !== null && state === "active"
      ? `Active on ${holder}`
      : state === "failed"
        ? "Failed"
        : `It is ${causeWords(cause)}`;
  if (blocked) return `${what}. This is the one to change.`;
  return severity === "suspect" ? `${what}. Too early to tell.` : `${what}. Nothing to do.`;
}
