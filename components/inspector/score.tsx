"use client";

import { useState } from "react";

import type { LockState } from "@/lib/core/lock-state";

/** The suspicion score with the four numbers that it is made of. */
export function Score({ lock }: { readonly lock: LockState }) {
  const [open, setOpen] = useState(false);
  const { age, silence, renewals, history } = lock.scoreParts;
  const parts = [
    ["Held against usual", age, 50],
    ["Silence", silence, 20],
    ["Renewals", renewals, 20],
    ["Stalls before", history, 10],
  ] as const;
  return (
    <>
      <span className="ml-auto text-text-muted">
        Score {Math.round(lock.score)} ·{" "}
        <button
          type="button"
          className="text-accent hover:underline"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          how?
        </button>
      </span>
      {open && (
        <div className="my-1 w-full rounded-ui bg-bg-subtle px-3 py-2 text-12">
          <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1">
            {parts.map(([word, value, most]) => (
              <div key={word} className="contents">
                <dt>{word}</dt>
                <dd className="mono text-right">
                  {Math.round(value)} of {most}
                </dd>
              </div>
            ))}
          </dl>
          <p className="mt-1 text-text-muted">It ranks. The verdict comes from limits, never from the score.</p>
        </div>
      )}
    </>
  );
}
