"use client";

import { useEffect, useRef } from "react";
import { copyText } from "@/lib/client/copy-text";
import { isKeyForPage } from "@/lib/client/is-key-for-page";
import { scopes } from "@/lib/core/flow-view";
import type { FlowView, Scope } from "@/lib/core/flow-view";
import { problemRank } from "@/lib/core/flow-buckets";
import { sameJob } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

import { focusFilter } from "./filter-focus";
import type { FlowUrl } from "./use-flow-url";

type Options = {
  readonly view: FlowView;
  readonly current: JobRef;
  readonly scope: Scope;
  readonly select: (ref: JobRef) => void;
  readonly change: FlowUrl["change"];
  readonly openMenu: () => void;
  readonly copyIncident: () => void;
};

/** The flow page's single keys; none of them acts on a job. They rest while something is typed or a dialog is open. */
export function useFlowKeys(options: Options): void {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isKeyForPage(event)) return;
      const act = keys[event.key];
      if (act === undefined || (event.key.startsWith("Arrow") && document.activeElement !== document.body)) return;
      event.preventDefault();
      act(latest.current);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

/** Puts the address of what is on screen into the clipboard. */
export function copyLink(): void {
  void copyText(window.location.href, "Link copied");
}

const keys: { readonly [key: string]: (options: Options) => void } = {
  b: ({ view, current, select }) =>
    jump(
      view.diagnosis.culprits.map((culprit) => culprit.job),
      current,
      1,
      select,
    ),
  r: ({ view, select }) => select(view.root),
  "]": ({ view, current, select }) => jump(problemsOf(view), current, 1, select),
  "[": ({ view, current, select }) => jump(problemsOf(view), current, -1, select),
  w: ({ change }) => change({ panel: "why" }),
  s: ({ scope, change }) => change({ scope: scopes[(scopes.indexOf(scope) + 1) % scopes.length] ?? "all" }),
  "1": ({ change }) => change({ view: "graph" }),
  "2": ({ change }) => change({ view: "outline" }),
  "3": ({ change }) => change({ view: "timeline" }),
  "4": ({ change }) => change({ view: "split" }),
  j: () => focusRows(),
  k: () => focusRows(),
  ArrowDown: () => focusRows(),
  ArrowUp: () => focusRows(),
  "/": ({ change }) => focusFilter(change),
  y: () => copyLink(),
  Y: ({ copyIncident }) => copyIncident(),
  ".": ({ openMenu }) => openMenu(),
};

/** Into the outline, or where there is none into the timeline or the graph. */
function focusRows(): void {
  document
    .querySelector<HTMLElement>('[role="treegrid"] [role="row"][tabindex="0"], .react-flow__node[tabindex="0"]')
    ?.focus();
}

function jump(jobs: readonly JobRef[], current: JobRef, step: 1 | -1, select: (ref: JobRef) => void): void {
  if (jobs.length === 0) return;
  const index = jobs.findIndex((job) => sameJob(job, current));
  const next = index < 0 && step < 0 ? jobs.at(-1) : jobs[(index + step + jobs.length) % jobs.length];
  if (next !== undefined) select(next);
}

function problemsOf(view: FlowView): readonly JobRef[] {
  return view.nodes.filter((node) => problemRank(node) !== null).map((node) => node.job);
}
