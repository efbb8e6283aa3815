"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";

import { Button } from "@/components/ui/button";
import { healthQuery } from "@/lib/client/queries";
import type { ActionId } from "@/lib/core/action";
import type { Culprit, Diagnosis } from "@/lib/core/diagnosis";
import { formatDuration } from "@/lib/core/format-duration";
import type { FlowView } from "@/lib/core/flow-view";
import { incidentMarkdown } from "@/lib/core/incident-markdown";
import { jobLabel } from "@/lib/core/job-label";
import { sameJob } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import { adviceFor, causeWords, ifNothingIsDone, whySentences } from "@/lib/core/why-text";

import { Chain } from "./chain";
import { FactList } from "./fact-list";

type Props = {
  readonly view: FlowView;
  readonly diagnosis: Diagnosis;
  readonly job: JobRef;
  readonly onSelect: (ref: JobRef) => void;
  readonly onAct: (acting: Acting) => void;
};

export type Acting = { readonly action: ActionId; readonly job: Culprit["job"] };

/** Why a job is blocked, from its root to the one job to change, with the facts and what can be done. */
export function WhyPanel({ view, diagnosis, job, onSelect, onAct }: Props) {
  const [showReads, setShowReads] = useState(false);
  const health = useQuery(healthQuery());
  const culprit = diagnosis.culprits.find((candidate) => sameJob(candidate.job, job)) ?? diagnosis.culprits[0];
  const asked = view.nodes.find((node) => sameJob(node.job, diagnosis.root)) ?? null;
  const name = asked === null ? jobLabel({ id: diagnosis.root.id, name: null }) : jobLabel(asked.job);
  return (
    <div className="grid gap-4 p-4">
      <header className="grid gap-1">
        <div className="flex items-baseline gap-2">
          <h2 className="text-[16px] leading-6 font-semibold">
            {diagnosis.blocked ? `Why is ${name} blocked?` : `${name} is not blocked`}
          </h2>
          <span className="ml-auto flex-none font-mono text-[12px] text-text-muted">
            as of {clockOf(diagnosis.readAtMs)}
          </span>
        </div>
        {whySentences(diagnosis, asked).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </header>
      {culprit !== undefined && (
        <>
          <Chain culprit={culprit} view={view} onSelect={onSelect} />
          <AlsoHolding diagnosis={diagnosis} shown={culprit} onSelect={onSelect} />
          <section className="grid gap-2">
            <div className="flex items-baseline">
              <h3 className="font-semibold">Why we think so</h3>
              {culprit.lock !== null && <Score lock={culprit.lock} />}
            </div>
            <p>{culprit.headline}</p>
            <FactList facts={culprit.facts} showReads={showReads} />
          </section>
          <section className="grid gap-1">
            <h3 className="font-semibold">If you do nothing</h3>
            <p>{ifNothingIsDone(culprit)}</p>
          </section>
          <section className="grid gap-1">
            <h3 className="font-semibold">What you can do</h3>
            <ol className="grid">
              {adviceFor(culprit).map(({ title, detail, action }, index) => (
                <li key={title} className="flex items-center gap-2 border-t border-border py-2 first:border-t-0">
                  <span className="w-4 flex-none self-start text-text-muted">{index + 1}</span>
                  <span className="min-w-0 flex-1">
                    <span className="block font-medium">{title}</span>
                    <span className="block text-text-muted">{detail}</span>
                  </span>
                  {action === null ? (
                    <span className="flex-none text-text-muted">not from here</span>
                  ) : (
                    <Button
                      onClick={() => onAct({ action, job: culprit.job })}
                      aria-label={`Preview: ${title} ${jobLabel(culprit.job)}`}
                    >
                      Preview
                    </Button>
                  )}
                </li>
              ))}
            </ol>
          </section>
        </>
      )}
      <footer className="flex flex-wrap gap-2">
        <Button
          disabled={culprit === undefined}
          onClick={() => copyIncident(culprit ?? null, diagnosis.readAtMs, health.data?.environment ?? null)}
        >
          Copy for incident
        </Button>
        <Button aria-pressed={showReads} onClick={() => setShowReads(!showReads)}>
          {showReads ? "Hide Redis reads" : "Show Redis reads"}
        </Button>
      </footer>
    </div>
  );
}

function AlsoHolding({
  diagnosis,
  shown,
  onSelect,
}: {
  readonly diagnosis: Diagnosis;
  readonly shown: Culprit;
  readonly onSelect: Props["onSelect"];
}) {
  const others = diagnosis.culprits.filter((culprit) => culprit !== shown);
  if (others.length === 0) return null;
  return (
    <section className="grid gap-1">
      <h3 className="text-text-muted">{diagnosis.blocked ? "Also holding it up" : "Also waited for"}</h3>
      <ul>
        {others.slice(0, 4).map((culprit) => (
          <li key={`${culprit.job.queue} ${culprit.job.id} ${culprit.cause}`}>
            <button
              type="button"
              className="flex h-7 w-full items-center gap-2 text-left hover:underline max-md:h-11"
              onClick={() => onSelect(culprit.job)}
            >
              <span className="truncate">
                <b className="font-semibold">{culprit.job.name ?? "unnamed"}</b>{" "}
                <span className="font-mono text-[12px] text-text-muted">#{culprit.job.id.slice(0, 40)}</span>{" "}
                {causeWords(culprit.cause)}
              </span>
              <span className="ml-auto flex-none font-mono text-[12px]">{formatDuration(culprit.blockedMs)}</span>
            </button>
          </li>
        ))}
      </ul>
      {diagnosis.total > 5 && (
        <p className="text-text-muted">and {(diagnosis.total - 5).toLocaleString("en-US")} more</p>
      )}
    </section>
  );
}

function Score({ lock }: { readonly lock: NonNullable<Culprit["lock"]> }) {
  const [open, setOpen] = useState(false);
  const { age, silence, renewals, history } = lock.scoreParts;
  return (
    <span className="ml-auto text-right text-text-muted">
      Score {lock.score} ·{" "}
      <button type="button" className="text-accent hover:underline" aria-expanded={open} onClick={() => setOpen(!open)}>
        how?
      </button>
      {open && (
        <span className="block text-[12px]">
          age {age} of 50 · silence {silence} of 20 · renewals {renewals} of 20 · history {history} of 10. It ranks; it
          never decides.
        </span>
      )}
    </span>
  );
}

function copyIncident(culprit: Culprit | null, readAtMs: number, environment: string | null): void {
  if (culprit === null) return;
  const text = incidentMarkdown(culprit, { url: window.location.href, readAtMs, environment });
  navigator.clipboard.writeText(text).then(
    () => toast.success("Copied for the incident."),
    () => toast.error("The browser did not allow copying."),
  );
}

function clockOf(atMs: number): string {
  return new Date(atMs).toLocaleTimeString("en-GB");
}
