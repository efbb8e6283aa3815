import Link from "next/link";
import type { ReactNode } from "react";

import { JobName } from "@/components/ui/job-name";
import { flowHref } from "@/lib/client/links";
import type { NamedJob } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

/** A row's job, which leads to its flow; one whose id is too long for an address is only named. */
export function JobLink({ conn, job }: { readonly conn: string; readonly job: NamedJob }): ReactNode {
  const name = <JobName name={job.name} id={job.id} nameClassName="font-medium" />;
  if (job.id.length > limits.idBytesMax) return name;
  const { queue, id } = job;
  return (
    <Link
      data-row=""
      href={flowHref(conn, job, { sel: { queue, id }, panel: "why" })}
      prefetch={false}
      className="row-link flex w-full min-w-0"
    >
      {name}
    </Link>
  );
}
