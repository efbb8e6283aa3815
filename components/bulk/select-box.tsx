"use client";

import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { jobLabel } from "@/lib/core/job-label";
import { jobKey } from "@/lib/core/job-ref";
import type { NamedJob } from "@/lib/core/job-ref";

import { hasAll, isChosen } from "./selection";
import { useSelecting } from "./selection-provider";

const place = "absolute inset-y-0 left-0 z-1 flex w-12 items-stretch";
const area = "flex flex-1 cursor-pointer items-center justify-center";

type SelectBoxProps = {
  readonly job: NamedJob;
  /** The row is one of a table. */
  readonly inTable?: boolean;
};

/** A row's checkbox, at its left edge; until something is selected only what tells `x` which job the row is. */
export function SelectBox({ job, inTable = false }: SelectBoxProps): ReactNode {
  const selecting = useSelecting();
  if (selecting === null) return null;
  const { selection, pick } = selecting;
  const key = jobKey(job);
  if (!selection.isOn) return <span data-select={key} hidden />;
  return (
    <span {...(inTable ? { role: "cell" } : {})} data-select={key} className={place}>
      <label className={area}>
        <input
          type="checkbox"
          className="size-4 accent-accent"
          aria-label={`Select ${jobLabel(job)}`}
          checked={isChosen(selection, job)}
          readOnly
          onClick={(event) => pick(job, event.shiftKey)}
        />
      </label>
    </span>
  );
}

type SelectManyProps = {
  readonly jobs: readonly NamedJob[];
  /** What is selected, such as `all shown` or `these 6`. */
  readonly label: string;
  /** Stands in the head of a table. */
  readonly role?: "columnheader" | "cell";
};

/** The checkbox of a group, or of all rows that are shown. */
export function SelectMany({ jobs, label, role }: SelectManyProps): ReactNode {
  const selecting = useSelecting();
  if (selecting === null || !selecting.selection.isOn || jobs.length === 0) return null;
  const { selection, pickAll } = selecting;
  return (
    <span {...(role === undefined ? {} : { role })} className={place}>
      <label className={area}>
        <input
          type="checkbox"
          className="size-4 accent-accent"
          aria-label={`Select ${label}`}
          checked={hasAll(selection, jobs)}
          onChange={() => pickAll(jobs)}
        />
      </label>
    </span>
  );
}

/** Shows the checkboxes, or takes them away with what was selected. */
export function SelectButton(): ReactNode {
  const selecting = useSelecting();
  if (selecting === null) return null;
  const { selection, setOn } = selecting;
  return (
    <Button aria-pressed={selection.isOn} onClick={() => setOn(!selection.isOn)}>
      {selection.isOn ? "Done selecting" : "Select"}
    </Button>
  );
}
