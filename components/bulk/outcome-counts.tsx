"use client";

import { useId, useState } from "react";
import type { ReactNode } from "react";

import { DialogBlock } from "@/components/ui/dialog";
import { JobName } from "@/components/ui/job-name";
import { refusalText } from "@/lib/contract/action-texts";
import type { Preview } from "@/lib/contract/action-schemas";
import type { ActionId } from "@/lib/core/action";
import { countOf, queueLabel } from "@/lib/core/job-label";
import { jobKey } from "@/lib/core/job-ref";
import type { NamedJob } from "@/lib/core/job-ref";
import { outcomeFates } from "@/lib/core/outcome-fates";

import { ownFateText, skippedText } from "./bulk-words";

type Line = NamedJob & { readonly why?: string };
type Count = { readonly id: string; readonly count: number; readonly text: string; readonly jobs: readonly Line[] };

/** What a dry run counted; each number opens the list of its jobs. */
export function OutcomeCounts({
  action,
  preview,
}: {
  readonly action: ActionId;
  readonly preview: Preview;
}): ReactNode {
  const id = useId();
  const counts = countsOf(action, preview);
  const [openId, setOpenId] = useState<string | null>(null);
  const open = counts.find((one) => one.id === openId);
  return (
    <DialogBlock label="What happens">
      <p className="flex flex-wrap items-center gap-x-1.5 gap-y-1">
        {counts.map(({ id: key, text }, index) => (
          <span key={key} className="flex items-center gap-1.5">
            {index === 0 ? null : (
              <span aria-hidden="true" className="text-text-muted">
                ·
              </span>
            )}
            <button
              type="button"
              aria-expanded={key === openId}
              aria-controls={id}
              onClick={() => setOpenId(key === openId ? null : key)}
              className={`rounded-sm underline decoration-dotted underline-offset-4 hover:decoration-solid max-md:min-h-11 ${index === 0 ? "font-semibold" : ""}`}
            >
              {text}
            </button>
          </span>
        ))}
      </p>
      <div id={id}>{open === undefined ? null : <Lines count={open} />}</div>
      <p className="mt-2 text-text-muted">Jobs that change before their turn are skipped, not forced.</p>
    </DialogBlock>
  );
}

function countsOf(action: ActionId, { outcomes, totals }: Preview): readonly Count[] {
  const fates = outcomeFates(outcomes);
  const refused = outcomes.filter(({ allowed }) => !allowed);
  const skipped = totals.jobs - totals.allowed;
  const parents = (many: number, verb: string) => `${countOf(many, "parent")} ${many === 1 ? `${verb}s` : verb}`;
  const blocked = totals.parentsStayBlocked;
  const counts: readonly Count[] = [
    { id: "own", count: totals.allowed, text: ownFateText(action, totals.allowed), jobs: fates.allowed },
    {
      ...{ id: "start", count: totals.parentsStart, jobs: fates.parentsStart },
      text: parents(totals.parentsStart, "start"),
    },
    {
      ...{ id: "blocked", count: blocked, jobs: fates.parentsStayBlocked },
      text: `${countOf(blocked, "parent")} ${blocked === 1 ? "stays" : "stay"} blocked`,
    },
    { id: "fail", count: totals.parentsFail, text: parents(totals.parentsFail, "fail"), jobs: fates.parentsFail },
    {
      ...{ id: "roots", count: totals.rootsFail, jobs: fates.rootsFail },
      text: `${countOf(totals.rootsFail, "root flow")} ${totals.rootsFail === 1 ? "fails" : "fail"}`,
    },
    {
      ...{ id: "skipped", count: skipped, text: skippedText(action, skipped, refused) },
      jobs: refused.map(({ job, refusal, denied }) => ({
        ...job,
        ...(refusal === null ? {} : { why: refusalText(refusal, denied) }),
      })),
    },
  ];
  return counts.filter(({ id, count }) => id === "own" || count > 0);
}

function Lines({ count: { count, jobs } }: { readonly count: Count }): ReactNode {
  return (
    <div className="mt-2 border-l-2 pl-3">
      <ul className="max-h-60 overflow-y-auto">
        {jobs.map(({ why, ...job }) => (
          <li key={jobKey(job)} className="min-h-6 py-0.5">
            <span className="flex items-center gap-2">
              <JobName name={job.name} id={job.id} />
              <bdi className="ml-auto max-w-40 truncate pr-2 text-text-muted">{queueLabel(job.queue)}</bdi>
            </span>
            {why === undefined ? null : <span className="block text-12 text-text-muted">{why}</span>}
          </li>
        ))}
      </ul>
      {jobs.length < count ? (
        <p className="text-12 text-text-muted">
          {jobs.length.toLocaleString("en-US")} of {count.toLocaleString("en-US")} listed; the rest is counted.
        </p>
      ) : null}
    </div>
  );
}
