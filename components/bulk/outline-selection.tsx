"use client";

import { useEffect, useRef, useState } from "react";
import type { ReactNode } from "react";

import { isKeyForPage } from "@/lib/client/is-key-for-page";
import { tell } from "@/lib/client/tell";
import { countOf, jobLabel } from "@/lib/core/job-label";
import type { NamedJob } from "@/lib/core/job-ref";
import type { OutlineRow } from "@/lib/graph/outline-rows";
import type { OutlineItem } from "@/lib/graph/outline-tree";

import { BulkBar } from "./bulk-bar";
import { focusedItem } from "./focused-item";
import { readGroupJobs } from "./read-group-jobs";
import { hasAll, isChosen, nothing, selectAll, selectRange, toggle, toggleAll } from "./selection";
import type { Selection } from "./selection";

/** A row's checkbox. */
export type BoxOf = (item: OutlineItem) => ReactNode;

export type OutlineSelectionProps = {
  readonly conn: string;
  readonly root: NamedJob;
  /** Jobs of the flow; `null` where the outline shows a part of it only. */
  readonly total: number | null;
  readonly rows: readonly OutlineRow[];
  /** What was to be selected when this code was not there yet. */
  readonly first: OutlineItem | null;
  readonly onBoxes: (boxOf: BoxOf | null) => void;
  readonly onEnd: () => void;
};

/** The selection of a flow's outline: jobs one by one, ranges, groups, the whole flow; and the bar of what can be done. */
export function OutlineSelection(props: OutlineSelectionProps): ReactNode {
  const { conn, root, total, rows, first, onBoxes, onEnd } = props;
  const [selection, setSelection] = useState<Selection>({ ...nothing, isOn: true });
  const [groups, setGroups] = useState<ReadonlyMap<string, readonly NamedJob[]>>(new Map());
  const pick = (item: OutlineItem, range: boolean): void => {
    if (item.kind === "job") {
      const jobs = rows.flatMap((row) => (row.item.kind === "job" ? [row.item.node.job] : []));
      setSelection((before) => (range ? selectRange(before, jobs, item.node.job) : toggle(before, item.node.job)));
    } else if (item.kind === "group")
      void readGroupJobs(conn, item.group).then(
        ({ jobs, isWhole }) => {
          setGroups((before) => new Map(before).set(item.id, jobs));
          setSelection((before) => toggleAll(before, jobs));
          if (!isWhole)
            tell({ kind: "news", text: `${countOf(jobs.length, "job")} of this group can be selected at once.` });
        },
        () => tell({ kind: "failed", text: "The jobs of this group could not be read." }),
      );
  };
  const latest = useRef(pick);
  useEffect(() => {
    latest.current = pick;
  });
  useEffect(() => {
    if (first !== null) latest.current(first, false);
  }, [first]);
  useEffect(() => {
    onBoxes((item) => boxOf(item, { selection, groups, pick: (...picked) => latest.current(...picked) }));
  }, [selection, groups, onBoxes]);
  useEffect(() => () => onBoxes(null), [onBoxes]);
  useKeys(rows, (item, range) => latest.current(item, range), onEnd);
  const all = total === null ? null : { filter: { flow: { queue: root.queue, id: root.id } }, total };
  return (
    <BulkBar
      narrow
      conn={conn}
      selection={selection}
      all={all}
      onAll={() => all !== null && setSelection(selectAll(selection, all))}
      onClear={onEnd}
    />
  );
}

type Boxes = {
  readonly selection: Selection;
  /** Of the groups that were selected, the jobs. */
  readonly groups: ReadonlyMap<string, readonly NamedJob[]>;
  readonly pick: (item: OutlineItem, range: boolean) => void;
};

function boxOf(item: OutlineItem, { selection, groups, pick }: Boxes): ReactNode {
  if (item.kind === "more" || (item.kind === "group" && item.group.leadsTo !== null)) return null;
  const label =
    item.kind === "job"
      ? jobLabel(item.node.job)
      : `all ${item.group.count.toLocaleString("en-US")} ${item.group.name ?? "jobs"}`;
  const isTicked =
    selection.all !== null ||
    (item.kind === "job" ? isChosen(selection, item.node.job) : hasAll(selection, groups.get(item.id) ?? []));
  return (
    // The row itself opens the job.
    <span role="gridcell" className="absolute inset-y-0 left-0 flex w-9" onClick={(event) => event.stopPropagation()}>
      <label className="flex flex-1 items-center justify-center">
        <input
          type="checkbox"
          // Keys select by x: the outline is one tab stop.
          tabIndex={-1}
          className="size-4 accent-accent"
          aria-label={`Select ${label}`}
          checked={isTicked}
          readOnly
          onClick={(event) => pick(item, event.shiftKey)}
        />
      </label>
    </span>
  );
}

/** `x` and `Shift+x` on the row or the card that has the focus, `Esc` ends, `.` leads to the bar instead of the job's own menu. */
function useKeys(rows: readonly OutlineRow[], pick: Boxes["pick"], onEnd: () => void): void {
  const latest = useRef({ rows, pick, onEnd });
  useEffect(() => {
    latest.current = { rows, pick, onEnd };
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!isKeyForPage(event)) return;
      const item = focusedItem(latest.current.rows);
      if (item === null) return;
      const acts: { readonly [key: string]: (() => void) | undefined } = {
        x: () => latest.current.pick(item, false),
        X: () => latest.current.pick(item, true),
        Escape: () => latest.current.onEnd(),
        ".": () => document.querySelector<HTMLElement>("[data-bulk-action]:enabled")?.focus(),
      };
      const act = acts[event.key];
      if (act === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    };
    // Captured: the page has keys of its own for some of these.
    window.addEventListener("keydown", onKey, true);
    return () => window.removeEventListener("keydown", onKey, true);
  }, []);
}
