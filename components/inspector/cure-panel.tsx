"use client";

import { useQuery } from "@tanstack/react-query";

import { clockText } from "@/components/page/clock";
import { Button } from "@/components/ui/button";
import { copyText } from "@/lib/client/copy-text";
import { queuesQuery } from "@/lib/client/queries";
import type { QueuesPage } from "@/lib/contract/flow-schemas";
import type { DocLink } from "@/lib/core/cure/doc-links";
import { findCure } from "@/lib/core/cure/find-cure";
import type { RootCause } from "@/lib/core/cure/root-cause";
import type { Culprit, Evidence } from "@/lib/core/diagnosis";
import type { FlowView } from "@/lib/core/flow-view";

type Props = { readonly conn: string; readonly culprit: Culprit; readonly view: FlowView };

/** Version and workers seldom change: they are read when the cure is opened, not every two seconds. */
const queuesAgeMs = 30_000;

/** Likely root causes, likeliest first, and the code for this very queue and job name. */
export function CurePanel({ conn, culprit, view }: Props) {
  const { data, isLoading } = useQuery({ ...queuesQuery(conn), refetchInterval: false, staleTime: queuesAgeMs });
  if (isLoading) return <span className="skeleton h-4 w-1/2" />;
  const cure = findCure(culprit, view, queueReading(data, culprit.job.queue));
  if (cure === null) return null;
  return (
    <>
      <p className="text-text-muted">Redis does not show code. These are guesses, likeliest first.</p>
      <ol>
        {cure.causes.map((cause, index) => (
          <li
            key={cause.id}
            className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-2 border-b py-1.5 wrap-anywhere last:border-b-0"
          >
            <span className="mono leading-5 text-text-muted">{index + 1}</span>
            <Cause cause={cause} />
          </li>
        ))}
      </ol>
      <Code code={cure.code} name={culprit.job.name ?? "this job"} />
      <ul aria-label="BullMQ's documentation" className="mt-2 flex flex-wrap gap-x-4 gap-y-1">
        {cure.links.map((link) => (
          <li key={link.url}>
            <Doc link={link} />
          </li>
        ))}
      </ul>
    </>
  );
}

function queueReading(data: QueuesPage | undefined, name: string) {
  const queue = data?.queues.find((one) => one.queue === name);
  if (data === undefined || queue === undefined) return null;
  return { bullmqVersion: queue.bullmqVersion, workers: queue.workers, readAtMs: data.readAtMs };
}

const kindWords = { guess: "Guess", unknown: "We can't tell" } as const satisfies Record<RootCause["kind"], string>;

function Cause({ cause: { kind, text, evidence, remedy, link } }: { readonly cause: RootCause }) {
  return (
    <div>
      <p>
        <span className="text-12 text-text-muted">{kindWords[kind]}</span> {text}
      </p>
      <p className="text-text-muted">
        {remedy} <Doc link={link} />
      </p>
      {evidence.map((read) => (
        <Read key={`${read.command} ${read.key}`} read={read} />
      ))}
    </div>
  );
}

function Read({ read: { command, key, value, readAtMs } }: { readonly read: Evidence }) {
  return (
    <p className="mono-code text-12 text-text-muted">
      {command} {key} → {value} at {clockText(readAtMs)}
    </p>
  );
}

function Code({ code, name }: { readonly code: string; readonly name: string }) {
  return (
    <div className="mt-2">
      <div className="flex items-center justify-between gap-2 pb-1">
        <h4 className="min-w-0 truncate font-semibold">Code for {name}</h4>
        <Button onClick={() => void copyText(code, "Code copied")}>Copy code</Button>
      </div>
      <pre
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
        tabIndex={0}
        role="region"
        aria-label="Code"
        className="max-h-96 overflow-auto rounded-md border bg-bg-subtle p-2 font-mono text-[12px] leading-4"
      >
        {code}
      </pre>
    </div>
  );
}

function Doc({ link: { title, url } }: { readonly link: DocLink }) {
  return (
    <a href={url} target="_blank" rel="noreferrer noopener" className="text-accent underline">
      {title}
    </a>
  );
}
