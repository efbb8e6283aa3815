"use client";

import { useQuery } from "@tanstack/react-query";

import { useIsFrozen } from "@/components/snapshot/frozen";
import { isGone } from "@/lib/client/is-gone";
import { diagnosisQuery } from "@/lib/client/queries";
import type { Diagnosis } from "@/lib/core/diagnosis";
import type { FlowView } from "@/lib/core/flow-view";
import { sameJob } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

export type DiagnosisRead = {
  readonly diagnosis: Diagnosis | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
};

/** Why a job blocks or is blocked. The flow's own diagnosis tells it of the root and of every culprit; others are asked, unless nobody may be. */
export function useDiagnosisOf(conn: string, view: FlowView, job: JobRef): DiagnosisRead {
  const isFrozen = useIsFrozen();
  const known =
    isFrozen || sameJob(job, view.root) || view.diagnosis.culprits.some((culprit) => sameJob(culprit.job, job));
  const { data, error, refetch } = useQuery({ ...diagnosisQuery(conn, job), enabled: !known });
  if (known) return { diagnosis: view.diagnosis, error: null, retry: () => undefined };
  return { diagnosis: diagnosisOf(job, data, error), error, retry: () => void refetch() };
}

/**
 * What was answered of this job. While the next job's answer is on its way the last one's is kept, which must not stand
 * under another name; and of a job that is gone by now nothing holds any more.
 */
export function diagnosisOf<One extends Pick<Diagnosis, "job">>(
  job: JobRef,
  answer: One | undefined,
  error: Error | null,
): One | undefined {
  return answer !== undefined && sameJob(answer.job, job) && !isGone(error) ? answer : undefined;
}
