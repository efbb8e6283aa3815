"use client";

import { createContext, useContext, useEffect, useMemo, useRef, useState } from "react";
import type { ReactNode } from "react";

import { lazyPart } from "@/components/ui/lazy-part";
import { isKeyForPage } from "@/lib/client/is-key-for-page";
import { jobKey } from "@/lib/core/job-ref";
import type { JobKey, NamedJob } from "@/lib/core/job-ref";

import type { BulkBarProps } from "./bulk-bar";
import { nothing, selectAll, selectRange, toggle, toggleAll } from "./selection";
import type { AllMatching, Selection } from "./selection";

const BulkBar = lazyPart<BulkBarProps>(() => import("./bulk-bar").then((module) => module.BulkBar));

export type Selecting = {
  readonly selection: Selection;
  readonly pick: (job: NamedJob, range: boolean) => void;
  readonly pickAll: (jobs: readonly NamedJob[]) => void;
  readonly setOn: (on: boolean) => void;
};

const SelectionContext = createContext<Selecting | null>(null);

type Props = {
  readonly conn: string;
  /** The jobs of the list in the order of its rows. */
  readonly rows: readonly NamedJob[];
  /** What the list, or its part that the last selected row stands in, is a part of; `null`: no filter of ours says it. */
  readonly all: (anchor: JobKey | null) => AllMatching | null;
  readonly children: ReactNode;
};

/** A list whose rows can be selected: by their checkboxes, by `x` and `Shift+x`; with the bar of what can be done then. */
export function SelectionProvider({ conn, rows, all: allFor, children }: Props): ReactNode {
  const [selection, setSelection] = useState(nothing);
  const all = selection.isOn ? allFor(selection.anchor) : null;
  const shown = useRef(rows);
  useEffect(() => {
    shown.current = rows;
  });
  const selecting = useMemo<Selecting>(
    () => ({
      selection,
      pick: (job, range) =>
        setSelection((before) => (range ? selectRange(before, shown.current, job) : toggle(before, job))),
      pickAll: (jobs) => setSelection((before) => toggleAll(before, jobs)),
      setOn: (on) => setSelection(on ? { ...nothing, isOn: true } : nothing),
    }),
    [selection],
  );
  useSelectionKeys(selecting, shown);
  return (
    <SelectionContext value={selecting}>
      <div
        className={`contents ${selection.isOn ? "[&_[role=row]]:pl-12 [&_li>div]:pl-12" : ""}`}
        data-selecting={selection.isOn ? "" : undefined}
      >
        {children}
      </div>
      {selection.isOn ? (
        <BulkBar
          conn={conn}
          selection={selection}
          all={all}
          onAll={() => all !== null && setSelection(selectAll(selection, all))}
          onClear={() => setSelection(nothing)}
        />
      ) : null}
    </SelectionContext>
  );
}

/** `null` outside of a list whose rows can be selected. */
export function useSelecting(): Selecting | null {
  return useContext(SelectionContext);
}

function useSelectionKeys(selecting: Selecting, rows: { readonly current: readonly NamedJob[] }): void {
  const latest = useRef(selecting);
  useEffect(() => {
    latest.current = selecting;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!isKeyForPage(event) || !act(event.key, latest.current, rows.current)) return;
      event.preventDefault();
    };
    // A child's effects run before those of the page, so that `.` leads to the bar before it opens a row's menu.
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [rows]);
}

function act(key: string, { selection, pick, setOn }: Selecting, rows: readonly NamedJob[]): boolean {
  if (key === "x" || key === "X") {
    const marked = markOfFocused();
    const job = rows.find((row) => jobKey(row) === marked);
    if (job !== undefined) pick(job, key === "X");
    else if (key === "x" && marked === null) setOn(true);
    return job !== undefined || marked === null;
  }
  if (!selection.isOn) return false;
  if (key === "Escape") setOn(false);
  else if (key === ".") document.querySelector<HTMLElement>("[data-bulk-action]:enabled")?.focus();
  else return false;
  return true;
}

/** `data-select` of the row that has the focus, or of the row around what has it. */
function markOfFocused(): string | null {
  const row = document.activeElement?.closest("li, [role=row]");
  return row?.querySelector<HTMLElement>("[data-select]")?.dataset["select"] ?? null;
}
