"use client";

import { useOpenAction } from "@/components/action-dialog/action-dialog-provider";
import { withDots } from "@/components/action-dialog/at-once";
import { useIsFrozen } from "@/components/snapshot/frozen";
import { Button } from "@/components/ui/button";
import type { Advice } from "@/lib/core/advice";
import type { FlowView } from "@/lib/core/flow-view";
import { jobLabel } from "@/lib/core/job-label";
import { sameJob } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

import { adviceOf } from "./advice-list";

/** Two buttons stand beside each other at 360 px; the rest is in the menu and in the Why panel. */
const shownMax = 2;

function isUsual({ action }: Advice): boolean {
  return action === "retry" || action === "fail";
}

/** What can be done about the culprit, in reach of a thumb. */
export function PhoneActions({ view, job }: { readonly view: FlowView; readonly job: JobRef }) {
  const openAction = useOpenAction();
  const isFrozen = useIsFrozen();
  const culprits = view.diagnosis.culprits;
  const culprit = culprits.find((one) => sameJob(one.job, job)) ?? (sameJob(job, view.root) ? culprits[0] : undefined);
  if (culprit === undefined || isFrozen) return null;
  const known = adviceOf(culprit, view).filter(({ action }) => action !== null);
  const doable = [...known.filter(isUsual), ...known.filter((advice) => !isUsual(advice))].slice(0, shownMax);
  if (doable.length === 0) return null;
  return (
    <div
      className="flex flex-none gap-2 border-t bg-bg px-4 py-3"
      role="group"
      aria-label={`Actions on ${jobLabel(culprit.job)}`}
    >
      {doable.map(({ title, action, options }) => (
        <Button
          key={title}
          className="min-h-11 flex-1 text-14"
          onClick={() => action !== null && openAction(action, culprit.job, options)}
        >
          {action === null ? title : withDots(action, title)}
        </Button>
      ))}
    </div>
  );
}
