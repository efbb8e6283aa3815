"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import type { ReactNode } from "react";

import { LazyExpectedDialog } from "@/components/limits/lazy-expected-dialog";
import { MutedMark } from "@/components/limits/muted-mark";
import { LockCard } from "@/components/lock/lock-card";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Drawer } from "@/components/ui/drawer";
import { Glyph } from "@/components/ui/glyph";
import { JobName } from "@/components/ui/job-name";
import { looksOf, toneText, verdictLooks } from "@/components/ui/state-looks";
import { flowHref } from "@/lib/client/links";
import { diagnosisQuery, healthQuery } from "@/lib/client/queries";
import type { Culprit } from "@/lib/core/diagnosis";
import { jobLabel, queueLabel } from "@/lib/core/job-label";
import { sameJob } from "@/lib/core/job-ref";
import type { LockState } from "@/lib/core/lock-state";

type LockDrawerProps = {
  readonly conn: string;
  readonly lock: LockState;
  readonly readAtMs: number;
  readonly onClose: () => void;
};

/** One lock beside the list: its card, whom it holds up and why we think so; the flow is one click further. */
export function LockDrawer({ conn, lock, readAtMs, onClose }: LockDrawerProps): ReactNode {
  const { job, verdict } = lock;
  const { data } = useQuery(diagnosisQuery(conn, job));
  const culprit =
    data !== undefined && sameJob(data.job, job) ? data.culprits.find((one) => sameJob(one.job, job)) : undefined;
  return (
    <Drawer
      title={jobLabel(job)}
      description={<bdi>{queueLabel(job.queue)}</bdi>}
      onClose={onClose}
      foot={
        <>
          <ExpectButton conn={conn} lock={lock} />
          <Button asChild className="max-md:flex-1">
            <Link href={flowHref(conn, job, { sel: job, panel: "why" })}>Open flow</Link>
          </Button>
        </>
      }
    >
      <div className="flex flex-wrap gap-2 px-4 pb-3">
        <Chip looks={verdictLooks[verdict]} />
        <MutedMark conn={conn} job={job} nowMs={readAtMs} />
      </div>
      <section className="border-t px-4 py-3">
        <LockCard conn={conn} lock={lock} readAtMs={readAtMs} />
      </section>
      {culprit === undefined ? null : <Blocking culprit={culprit} />}
    </Drawer>
  );
}

/** Says that jobs of this name may take so long; not where nothing may be changed, nor of a job whose name is not known. */
function ExpectButton({ conn, lock: { job, heldMs } }: Pick<LockDrawerProps, "conn" | "lock">): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const { data: health } = useQuery(healthQuery());
  const { queue, name } = job;
  if (name === null || name === "" || health?.writable !== true) return null;
  return (
    <>
      <Button onClick={() => setIsOpen(true)} className="max-md:flex-1">
        Expected for this job…
      </Button>
      <LazyExpectedDialog
        conn={conn}
        expected={isOpen ? { queue, name, heldMs } : null}
        onClose={() => setIsOpen(false)}
      />
    </>
  );
}

function Blocking({ culprit: { chain, facts, headline } }: { readonly culprit: Culprit }): ReactNode {
  return (
    <>
      {chain.length < 2 ? null : (
        <section className="border-t px-4 py-3">
          <h3 className="mb-1 font-semibold">Chain</h3>
          <ol>
            {chain.map((link) => {
              const { glyph, tone } = looksOf(link.state);
              return (
                <li key={`${link.queue} ${link.id}`} className="flex min-h-6 items-center gap-2">
                  <Glyph name={glyph} className={toneText[tone]} />
                  <JobName name={link.name} id={link.id} />
                  <bdi className="ml-auto truncate text-text-muted">{queueLabel(link.queue)}</bdi>
                </li>
              );
            })}
          </ol>
        </section>
      )}
      <section className="border-t px-4 py-3">
        <h3 className="mb-1 font-semibold">What we know</h3>
        <ul className="grid gap-1 wrap-anywhere">
          {facts.length === 0 ? <li>{headline}</li> : null}
          {facts.map(({ kind, text }) => (
            <li key={text} className="flex gap-2">
              <Glyph name={kind === "fact" ? "fact" : "guess"} className="mt-0.5 text-text-muted" />
              {text}
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
