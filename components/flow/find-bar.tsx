"use client";

import { useEffect } from "react";
import type { RefObject } from "react";

import { Button } from "@/components/ui/button";
import { Glyph } from "@/components/ui/glyph";
import { jobKey, sameJob } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

import { findNote, findWords, nextMatch } from "./find-words";
import { useFind } from "./use-find";

export type Jump = (step: 1 | -1) => void;

type Props = {
  readonly conn: string;
  readonly root: JobRef;
  /** All jobs of the flow. */
  readonly total: number;
  readonly query: string;
  readonly current: JobRef;
  /** Where the box finds what Enter does. */
  readonly jump: RefObject<Jump | null>;
  readonly onSelect: (job: JobRef) => void;
};

/** What the server finds in the whole flow, and the way from match to match; of a match only the ancestors unfold. */
export function FindBar({ conn, root, total, query, current, jump, onSelect }: Props) {
  const find = useFind(conn, root, query);
  const matches = find.kind === "found" ? find.matches : [];
  const index =
    find.kind === "found" && find.ids.has(jobKey(current)) ? matches.findIndex((job) => sameJob(job, current)) : -1;
  const at = index < 0 ? null : index;
  const go: Jump = (step) => {
    if (matches.length === 0) return;
    if (step === 1 && at === matches.length - 1 && find.kind === "found" && find.readMore !== null)
      return find.readMore();
    const next = matches[nextMatch(at, step, matches.length)];
    if (next !== undefined) onSelect(next);
  };
  useEffect(() => {
    jump.current = go;
    return () => {
      jump.current = null;
    };
  });
  const note = findNote(find, query);
  return (
    <div className="flow-find">
      <span className="min-w-0 flex-1">
        <span role="status" className="font-medium tabular-nums">
          {findWords(find, { at, jobs: total })}
        </span>
        {note !== null && <span className="block text-12 text-text-muted">{note}</span>}
      </span>
      {find.kind === "failed" ? (
        <Button onClick={find.retry}>Try again</Button>
      ) : (
        <>
          <StepButton label="Previous match (Shift+Enter)" up disabled={matches.length === 0} onClick={() => go(-1)} />
          <StepButton label="Next match (Enter)" disabled={matches.length === 0} onClick={() => go(1)} />
        </>
      )}
    </div>
  );
}

type StepProps = {
  readonly label: string;
  readonly up?: boolean;
  readonly disabled: boolean;
  readonly onClick: () => void;
};

function StepButton({ label, up = false, disabled, onClick }: StepProps) {
  return (
    <Button size="icon" aria-label={label.replace(/ \(.*/, "")} title={label} disabled={disabled} onClick={onClick}>
      <Glyph name="down" className={up ? "rotate-180" : ""} />
    </Button>
  );
}
