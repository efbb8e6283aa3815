"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";

import { ListSkeleton } from "@/components/page/list-skeleton";
import { PageEmpty } from "@/components/page/page-empty";
import { PageTrouble } from "@/components/page/page-trouble";
import { ApiError } from "@/lib/client/fetch-json";
import { activityHref, triageHref } from "@/lib/client/links";
import { snapshotQuery } from "@/lib/client/snapshot-query";

import { FrozenFlow } from "./frozen-flow";

type Props = { readonly conn: string; readonly id: string };

/** A flow as it was at one instant; where there is no such snapshot any more, the way on. */
export function SnapshotPage({ conn, id }: Props): ReactNode {
  const { data, error, refetch } = useQuery(snapshotQuery(conn, id));
  if (data !== undefined) return <FrozenFlow conn={conn} snapshot={data} />;
  if (error === null) return <ListSkeleton label="Loading the snapshot" />;
  if (error instanceof ApiError && error.code === "snapshot-not-found") return <NoSnapshot conn={conn} />;
  return (
    <>
      <h1 className="sr-only">Snapshot</h1>
      <PageTrouble what="The snapshot" error={error} onRetry={() => void refetch()} />
    </>
  );
}

const link = "text-accent hover:underline";

function NoSnapshot({ conn }: { readonly conn: string }): ReactNode {
  return (
    <>
      <title>No snapshot — Flowlock</title>
      <h1 className="sr-only">Snapshot</h1>
      <PageEmpty title="This snapshot is gone, or never was.">
        <p>
          Snapshots are kept for 7 days where Flowlock keeps records in Redis, else until it restarts; very many make
          room sooner. What was done and which incidents there were is in Activity.
        </p>
        <p className="flex gap-4">
          <Link className={link} href={activityHref(conn)}>
            Activity
          </Link>
          <Link className={link} href={triageHref(conn)}>
            Triage
          </Link>
        </p>
      </PageEmpty>
    </>
  );
}
