"use client";

import { Glyph } from "@/components/ui/glyph";
import type { Fact } from "@/lib/core/diagnosis";

const kindWords = { fact: "Fact", guess: "Guess", unknown: "We can't tell" } as const satisfies Record<
  Fact["kind"],
  string
>;

/** Facts, guesses and unknowns; each opens the Redis reads that it comes from. */
export function FactList({ facts, showReads }: { readonly facts: readonly Fact[]; readonly showReads: boolean }) {
  return (
    <ul className="grid gap-1">
      {facts.map((fact) => (
        <li key={fact.text} className="flex gap-2">
          <Glyph name={fact.kind === "fact" ? "fact" : "guess"} size={16} className="mt-0.5 flex-none" />
          <span className="w-12 flex-none text-text-muted">{kindWords[fact.kind]}</span>
          <details className="min-w-0 flex-1" {...(showReads ? { open: true } : {})}>
            <summary className="cursor-pointer list-none break-words">{fact.text}</summary>
            <dl className="mt-1 grid gap-1 font-mono text-[12px] leading-4 text-text-muted">
              {fact.evidence.map((read) => (
                <div key={`${read.command} ${read.key}`} className="break-all">
                  <dt className="inline">
                    {read.command} {read.key}
                  </dt>
                  <dd className="inline">
                    {" "}
                    → {read.value} at {new Date(read.readAtMs).toLocaleTimeString("en-GB")}
                  </dd>
                </div>
              ))}
            </dl>
          </details>
        </li>
      ))}
    </ul>
  );
}
