"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { ListSkeleton } from "@/components/page/list-skeleton";
import { PageTrouble } from "@/components/page/page-trouble";
import { WorkerList } from "@/components/workers/worker-list";
import { workersQuery } from "@/lib/client/queries";

type QueueWorkersProps = { readonly conn: string; readonly queue: string };

/** The workers that are connected for one queue. */
export function QueueWorkers({ conn, queue }: QueueWorkersProps): ReactNode {
  const { data, error, refetch } = useQuery(workersQuery(conn));
  if (data === undefined) {
    if (error === null) return <ListSkeleton label="Loading the workers" />;
    return <PageTrouble what="The workers" error={error} onRetry={() => void refetch()} />;
  }
  const workers = data.workers.filter(({ queues }) => queues.includes(queue));
  return <WorkerList conn={conn} page={{ ...data, workers }} />;
}
