"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { useIsFrozen } from "@/components/snapshot/frozen";

import { Button } from "@/components/ui/button";
import { healthQuery } from "@/lib/client/queries";
import type { Culprit, Diagnosis } from "@/lib/core/diagnosis";
import type { FlowNode, FlowView } from "@/lib/core/flow-view";
import { sameJob } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import { ifNothingIsDone, whyHeading, whySentences } from "@/lib/core/why-text";

import { RenewalTrace } from "@/components/lock/renewal-trace";
import { AdviceList } from "./advice-list";
import { AlsoHolding } from "./also-holding";
import { Chain } from "./chain";
import { copyIncident } from "@/components/share/copy-incident";
import { CureSection } from "./cure-section";
import { FactList } from "./fact-list";
import { PanelError } from "./panel-error";
import { PanelSkeleton } from "./panel-skeleton";
import { Score } from "./score";
import { useDiagnosisOf } from "./use-diagnosis-of";

type Props = {
  readonly conn: string;
  readonly view: FlowView;
  readonly job: JobRef;
  readonly onSelect: (ref: JobRef) => void;
};

/** Why a job is blocked, from its root to the one job to change, with the facts and what can be done. */
export function WhyPanel({ conn, view, job, onSelect }: Props) {
  const { diagnosis, error, retry } = useDiagnosisOf(conn, view, job);
  const { data: health } = useQuery(healthQuery());
  const [showReads, setShowReads] = useState(false);
  const isFrozen = useIsFrozen();
  if (diagnosis === undefined) return error === null ? <PanelSkeleton /> : <PanelError error={error} onRetry={retry} />;
  const culprit = diagnosis.culprits.find((one) => sameJob(one.job, job)) ?? diagnosis.culprits[0];
  const environment = health?.environment ?? null;
  const copy = () => void copyIncident({ conn, diagnosis, environment, isFrozen, first: culprit });
  return (
    <div className="flex min-h-full flex-col">
      <div className="flex-1 px-4 py-3 max-md:pt-4">
        <Headline view={view} diagnosis={diagnosis} />
        {culprit !== undefined && (
          <>
            <Chain culprit={culprit} view={view} blocked={diagnosis.blocked} onSelect={onSelect} />
            <AlsoHolding diagnosis={diagnosis} shown={culprit} onSelect={onSelect} />
            <Reasons conn={conn} culprit={culprit} showReads={showReads} />
            <section className="mt-3 max-md:mt-5">
              <h3 className="font-semibold">If you do nothing</h3>
              <p>{ifNothingIsDone(culprit)}</p>
            </section>
            <AdviceList culprit={culprit} view={view} />
            <CureSection conn={conn} culprit={culprit} view={view} />
          </>
        )}
      </div>
      <footer className="sticky bottom-0 flex flex-none gap-2 border-t bg-bg px-4 py-2 max-md:static max-md:flex-wrap">
        <Button onClick={copy}>Copy for incident</Button>
        {culprit !== undefined && (
          <Button aria-pressed={showReads} onClick={() => setShowReads(!showReads)}>
            {showReads ? "Hide Redis reads" : "Show Redis reads"}
          </Button>
        )}
      </footer>
    </div>
  );
}

function Headline({ view, diagnosis }: { readonly view: FlowView; readonly diagnosis: Diagnosis }) {
  // The flow's diagnosis speaks of its root, whichever of its culprits is looked at.
  const asked = nodeOf(view, diagnosis.job);
  return (
    <header className="mb-2">
      <h2 className="text-16 font-semibold tracking-[-0.01em] wrap-anywhere max-md:text-20 max-md:tracking-[-0.015em]">
        {whyHeading(diagnosis, asked)}
      </h2>
      <p className="wrap-anywhere">{whySentences(diagnosis, asked).join(" ")}</p>
    </header>
  );
}

function Reasons({
  conn,
  culprit,
  showReads,
}: {
  readonly conn: string;
  readonly culprit: Culprit;
  readonly showReads: boolean;
}) {
  const { lock } = culprit;
  return (
    <section className="mt-3 max-md:mt-5">
      <div className="flex flex-wrap items-baseline">
        <h3 className="font-semibold">Why we think so</h3>
        {lock !== null && <Score lock={lock} />}
      </div>
      {culprit.facts.length === 0 && <p>{culprit.headline}</p>}
      <FactList facts={culprit.facts} showReads={showReads}>
        {lock !== null && lock.ttlMs > 0 && (
          <div className="mt-1 mb-1 ml-18">
            <RenewalTrace conn={conn} lock={lock} />
          </div>
        )}
      </FactList>
    </section>
  );
}

function nodeOf(view: FlowView, job: JobRef): FlowNode | null {
  return view.nodes.find((node) => sameJob(node.job, job)) ?? null;
}
