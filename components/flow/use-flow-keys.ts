"use client";

import { useEffect, useRef } from "react";

import { scopes } from "@/lib/core/flow-view";
import type { FlowView } from "@/lib/core/flow-view";
import { problemRank } from "@/lib/core/flow-buckets";
import { sameJob } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

import type { useFlowUrl } from "./use-flow-url";

type Options = {
  readonly view: FlowView;
  readonly current: JobRef;
  readonly select: (ref: JobRef) => void;
  readonly change: ReturnType<typeof useFlowUrl>["change"];
};

/** The flow page's single keys; none of them acts on a job. They rest while something is typed or a dialog is open. */
export function useFlowKeys(options: Options): void {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      const act = keys[event.key];
      if (act === undefined) return;
      event.preventDefault();
      act(latest.current);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
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
  s: ({ view, change }) => {
    const shown = new URLSearchParams(window.location.search).get("scope") ?? (view.diagnosis.blocked ? "path" : "all");
    const index = scopes.findIndex((scope) => scope === shown);
    change({ scope: scopes[(index + 1) % scopes.length] ?? "all" });
  },
  "1": ({ change }) => change({ view: "graph" }),
  "2": ({ change }) => change({ view: "outline" }),
  "4": ({ change }) => change({ view: "split" }),
  y: () => void navigator.clipboard.writeText(window.location.href),
};

function jump(jobs: readonly JobRef[], current: JobRef, step: 1 | -1, select: (ref: JobRef) => void): void {
  if (jobs.length === 0) return;
  const index = jobs.findIndex((job) => sameJob(job, current));
  const next = jobs[(index + step + jobs.length) % jobs.length];
  if (next !== undefined) select(next);
}

function problemsOf(view: FlowView): readonly JobRef[] {
  return view.nodes.filter((node) => problemRank(node) !== null).map((node) => node.job);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName) ||
    target.closest('[role="dialog"]') !== null
  );
}
