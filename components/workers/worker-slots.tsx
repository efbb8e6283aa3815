import Link from "next/link";
import type { ReactNode } from "react";

import { Glyph } from "@/components/ui/glyph";
import { flowHref } from "@/lib/client/links";
import type { WorkersPage } from "@/lib/contract/flow-schemas";
import { countOf, jobLabel } from "@/lib/core/job-label";
import { limits } from "@/lib/core/limits";

const slotsShown = 3;

type WorkerSlotsProps = {
  readonly conn: string;
  readonly slots: WorkersPage["workers"][number]["occupiedSlots"];
  readonly advice: string | null;
};

/** The first slots that ended jobs still take, each leading to its job. */
export function WorkerSlots({ conn, slots, advice }: WorkerSlotsProps): ReactNode {
  if (slots.length === 0) return <span className="text-text-muted max-md:hidden">none</span>;
  const rest = slots.length - slotsShown;
  return (
    <>
      <Glyph name="stuck" size={14} />
      <span className="sr-only">{advice}</span>
      {slots.slice(0, slotsShown).map((job) => {
        const label = jobLabel({ id: job.id, name: null });
        if (job.id.length > limits.idBytesMax) return <bdi key={job.id}>{label}</bdi>;
        return (
          <Link
            key={`${job.queue} ${job.id}`}
            href={flowHref(conn, job, { sel: job, panel: "why" })}
            prefetch={false}
            className="mono-code relative z-1 min-w-0 truncate text-accent hover:underline max-md:py-2"
          >
            <bdi>{label}</bdi>
          </Link>
        );
      })}
      {rest > 0 ? <span className="whitespace-nowrap text-text-muted">and {countOf(rest, "more", "more")}</span> : null}
    </>
  );
}
