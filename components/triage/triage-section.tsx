import { useId } from "react";
import type { ReactNode } from "react";

import type { Acting } from "@/components/action-dialog/lazy-action-dialog";
import { SelectMany } from "@/components/bulk/select-box";
import type { Expected } from "@/components/limits/expected-dialog";
import { Glyph } from "@/components/ui/glyph";
import { severityLooks } from "@/components/ui/state-looks";
import type { Severity } from "@/lib/core/cause";
import type { ColumnQueue } from "@/lib/core/column-fact";
import type { Culprit } from "@/lib/core/diagnosis";
import { isQueueCause } from "@/lib/core/queue-causes";

import { rowKey } from "./row-key";
import { TriageCard } from "./triage-card";
import { TriageRow, triageColumns } from "./triage-row";

export type RowProps = {
  readonly conn: string;
  readonly culprit: Culprit;
  readonly readAtMs: number;
  readonly environment: string | null;
  /** What is on screen is too old to count on. */
  readonly stale: boolean;
  /** What is known of each queue, by its name with the prefix. */
  readonly queues: ReadonlyMap<string, ColumnQueue>;
  readonly onAct: (acting: Acting) => void;
  readonly onExpect: (expected: Expected) => void;
};

type TriageSectionProps = Omit<RowProps, "culprit"> & {
  readonly severity: Severity;
  readonly culprits: readonly Culprit[];
  /** Those that are not sent included. */
  readonly total: number;
  /** The first section carries the titles of the columns. */
  readonly first: boolean;
};

const startsClosed: ReadonlySet<Severity> = new Set(["limited", "slow"]);

/** The culprits of one severity under its word. */
export function TriageSection({ severity, culprits, total, first, ...rest }: TriageSectionProps): ReactNode {
  const id = useId();
  const { word } = severityLooks[severity];
  const rows = culprits.map((culprit) => (
    <li key={rowKey(culprit)} className="group/row border-border">
      <TriageRow {...rest} culprit={culprit} />
      <TriageCard {...rest} culprit={culprit} />
    </li>
  ));
  const selectable = culprits.filter(({ cause }) => !isQueueCause(cause)).map(({ job }) => job);
  const title = (
    <>
      <h2 id={id} className="inline font-semibold">
        {word}
      </h2>{" "}
      <span className="mono text-text-muted">
        {culprits.length < total ? `${countText(culprits.length)} of ${countText(total)}` : countText(culprits.length)}
      </span>
    </>
  );
  if (startsClosed.has(severity)) {
    return (
      <details className="group border-t">
        <summary className="flex h-10 list-none items-center gap-2 px-6 max-md:h-11 max-md:px-4 [&::-webkit-details-marker]:hidden">
          <Glyph name="chevron" className="text-text-muted group-open:rotate-90" />
          {title}
        </summary>
        <ul aria-labelledby={id}>{rows}</ul>
      </details>
    );
  }
  return (
    <section aria-labelledby={id} className="border-t">
      <div
        className={`relative h-8 items-center px-6 pt-1 max-md:flex max-md:px-4 in-data-selecting:pl-12! ${triageColumns}`}
      >
        <SelectMany jobs={selectable} label={`all that are ${word.toLowerCase()}`} />
        <div className="col-span-2 flex items-center gap-2">{title}</div>
        {first ? (
          <>
            <span aria-hidden="true" className="text-12 text-text-muted max-xl:hidden">
              Lock and holder
            </span>
            <span aria-hidden="true" className="text-right text-12 text-text-muted max-md:ml-auto">
              Blocked time
            </span>
          </>
        ) : null}
      </div>
      <ul aria-labelledby={id}>{rows}</ul>
    </section>
  );
}

function countText(count: number): string {
  return count.toLocaleString("en-US");
}
