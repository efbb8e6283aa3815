"use client";

import Link from "next/link";
import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Drawer } from "@/components/ui/drawer";
import { FactTable } from "@/components/ui/fact-table";
import { activityHref, flowHref } from "@/lib/client/links";
import { refusalText } from "@/lib/contract/action-texts";
import type { ActivityEntry } from "@/lib/contract/record-schemas";
import { jobLabel, queueLabel } from "@/lib/core/job-label";
import type { JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { Change } from "./activity-row";
import { activityWords, resultWords } from "./activity-words";

type Props = { readonly conn: string; readonly entry: ActivityEntry; readonly onClose: () => void };

/** All that is kept of one thing that was asked of Flowlock, with what its operator was shown before. */
export function ActivityDrawer({ conn, entry, onClose }: Props): ReactNode {
  const { atMs, what, result, code, denied, reason, operator, role, address, requestId, operationId, job } = entry;
  const at = new Date(atMs).toISOString();
  return (
    <Drawer
      title={activityWords[what]}
      description={<time dateTime={at}>{at.replace("T", " ").replace("Z", " UTC")}</time>}
      onClose={onClose}
      foot={<Related conn={conn} entry={entry} onFollow={onClose} />}
    >
      <section className="px-4 pb-3">
        <FactTable
          facts={[
            ["Result", resultWords[result]],
            ["Why", code === null ? null : refusalText(code, denied)],
            ["Job", job === null ? null : toFlow(conn, job)],
            ["Change", Change({ entry })],
            ["Reason", own(reason, "whitespace-pre-wrap")],
            ["Who", own(operator)],
            ["Role", role],
            ["Address", own(address, "mono-code")],
            ["Request", own(requestId, "mono-code")],
            ["Operation", own(operationId, "mono-code")],
          ]}
        />
      </section>
      <Shown entry={entry} />
    </Drawer>
  );
}

/** The job, and the way to its flow where an address can hold its id. */
function toFlow(conn: string, job: JobRef): ReactNode {
  const label = <bdi>{`${queueLabel(job.queue)} ${jobLabel({ id: job.id, name: null })}`}</bdi>;
  if (job.id.length > limits.idBytesMax) return label;
  return (
    <Link href={flowHref(conn, job, { sel: job })} prefetch={false} className="text-accent hover:underline">
      {label}
    </Link>
  );
}

/** Text of others, which does not turn what stands around it. */
function own(text: string | null, className = ""): ReactNode {
  return text === null ? null : <bdi className={className}>{text}</bdi>;
}

/** The preview's own sentences, whole. */
function Shown({ entry: { preview, operationId, what } }: Pick<Props, "entry">): ReactNode {
  const text = preview?.text ?? [];
  return (
    <section className="border-t px-4 py-3">
      <h3 className="mb-1 font-semibold">Preview shown</h3>
      {text.length === 0 ? (
        <p className="text-text-muted">
          {operationId === null || what === "start-operation"
            ? "None: it was asked for without a preview."
            : "None of this job alone. Of a bulk action, its start tells what was shown of all jobs."}
        </p>
      ) : (
        <ul className="grid gap-1 wrap-anywhere">
          {text.map((sentence) => (
            <li key={sentence}>
              <bdi>{sentence}</bdi>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Related({
  conn,
  entry: { job, operationId, operator, address },
  onFollow,
}: Omit<Props, "onClose"> & { readonly onFollow: () => void }): ReactNode {
  const who = operator ?? address;
  const links: readonly (readonly [string, Readonly<Record<string, string>> | null])[] = [
    ["Same job", job === null ? null : { queue: job.queue, job: job.id }],
    ["Same operation", operationId === null ? null : { operation: operationId }],
    ["Same person", who === null ? null : { who }],
  ];
  return links.map(([words, filter]) =>
    filter === null ? null : (
      <Button key={words} asChild className="max-md:flex-1">
        <Link
          href={`${activityHref(conn)}?${new URLSearchParams(filter).toString()}`}
          prefetch={false}
          onClick={onFollow}
        >
          {words}
        </Link>
      </Button>
    ),
  );
}
