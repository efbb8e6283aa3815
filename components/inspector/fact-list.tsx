"use client";

import { useState } from "react";
import type { ReactNode } from "react";

import { clockText } from "@/components/page/clock";
import { Glyph } from "@/components/ui/glyph";
import type { Evidence, Fact } from "@/lib/core/diagnosis";

const kinds = {
  fact: { word: "Fact", glyph: "fact" },
  guess: { word: "Guess", glyph: "guess" },
  unknown: { word: "We can't tell", glyph: "guess" },
} as const;

type Props = {
  readonly facts: readonly Fact[];
  /** Opens the evidence of every fact. */
  readonly showReads: boolean;
  /** Stands behind the fact that tells of the lock's renewal. */
  readonly children: ReactNode;
};

/** Facts, guesses and unknowns; each opens the Redis reads that it comes from. */
export function FactList({ facts, showReads, children }: Props) {
  const renewal = facts.findIndex(({ evidence }) => evidence.some(({ command }) => command === "PTTL"));
  const traceAt = renewal < 0 ? facts.length - 1 : renewal;
  return (
    <ul>
      {facts.map((fact, index) => (
        // Facts keep their places while their numbers run.
        <li key={index}>
          <FactRow fact={fact} showReads={showReads} />
          {index === traceAt && children}
        </li>
      ))}
    </ul>
  );
}

function FactRow({ fact, showReads }: { readonly fact: Fact; readonly showReads: boolean }) {
  const [open, setOpen] = useState(false);
  const { word, glyph } = kinds[fact.kind];
  const hasReads = fact.evidence.length > 0;
  const shown = hasReads && (open || showReads);
  return (
    <>
      <button
        type="button"
        disabled={!hasReads}
        aria-expanded={hasReads ? shown : undefined}
        title={hasReads ? "Show the Redis reads behind this" : undefined}
        onClick={() => setOpen(!open)}
        className="grid w-full cursor-default grid-cols-[16px_40px_minmax(0,1fr)] gap-x-2 rounded-sm py-0.5 text-left enabled:cursor-pointer enabled:hover:bg-bg-subtle disabled:cursor-default"
      >
        <Glyph name={glyph} className={`mt-0.5 ${fact.kind === "fact" ? "" : "text-text-muted"}`} />
        <span className={`text-12 leading-5 text-text-muted ${fact.kind === "unknown" ? "col-span-2" : ""}`}>
          {word}
        </span>
        <span className={`wrap-anywhere ${fact.kind === "unknown" ? "col-span-2 col-start-2" : ""}`}>{fact.text}</span>
      </button>
      {shown && <Reads evidence={fact.evidence} />}
    </>
  );
}

function Reads({ evidence }: { readonly evidence: readonly Evidence[] }) {
  return (
    <dl className="my-1 ml-[72px] grid gap-1 border-l-2 pl-2 text-12">
      {evidence.map(({ command, key, value, readAtMs }) => (
        <div key={`${command} ${key}`} className="mono-code wrap-anywhere">
          <dt>
            <span className="text-text-muted">{command}</span> {key}
          </dt>
          <dd>
            → {value} <span className="text-text-muted">at {clockText(readAtMs)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
