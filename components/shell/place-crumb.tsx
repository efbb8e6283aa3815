"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import type { ReactNode } from "react";

import { JobName } from "@/components/ui/job-name";
import { decodePageParam, readJobParam } from "@/lib/client/links";
import { jobDetailQuery } from "@/lib/client/queries";
import { queueLabel } from "@/lib/core/job-label";

import { places, whereIs } from "./places";

/** Which page this is; on a flow's or a queue's page the way back to the list, and which one it is. */
export function PlaceCrumb({ conn }: { readonly conn: string }): ReactNode {
  const pathname = usePathname();
  const { place, onFlow, isFrozen } = whereIs(pathname);
  const here = places.find(({ id }) => id === place);
  const [, , , section, queue] = pathname.split("/");
  if (here === undefined) return null;
  if (queue === undefined || queue === "") return <span>{here.word}</span>;
  return (
    <>
      <Link href={here.href(conn)} className="text-text-muted hover:text-text max-md:hidden">
        {here.word}
      </Link>
      <span aria-hidden="true" className="font-normal text-text-muted max-md:hidden">
        /
      </span>
      {isFrozen ? (
        <span>Snapshot</span>
      ) : onFlow ? (
        <FlowCrumb conn={conn} />
      ) : (
        <bdi className="min-w-0 truncate">{section === "ops" ? "Bulk action" : queueLabel(decodePageParam(queue))}</bdi>
      )}
    </>
  );
}

/** The root's name is read by the flow's page; until then its id stands alone. */
function FlowCrumb({ conn }: { readonly conn: string }): ReactNode {
  const [, , , , queue = "", job = ""] = usePathname().split("/");
  const asked = useSearchParams().get("job") ?? undefined;
  const ref = { queue: decodePageParam(queue), id: readJobParam(job, asked) };
  const { data } = useQuery({ ...jobDetailQuery(conn, ref), enabled: false });
  const name = data !== undefined && data.job.id === ref.id ? data.job.name : null;
  return <JobName name={name} id={ref.id} className="max-w-96" />;
}
