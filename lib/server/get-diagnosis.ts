import "server-only";

import { diagnoseFlow } from "@/lib/core/diagnose-flow";
import type { Diagnosis } from "@/lib/core/diagnosis";
import { explainCulprits } from "@/lib/core/doctor/explain-culprits";
import type { JobRef } from "@/lib/core/job-ref";

import type { Connection } from "./connection";
import { readFlowOf } from "./read-flow-of";

/** Why a job does not go on: for a root its whole flow, for any other job its path and everything below it. */
export async function getDiagnosis(connection: Connection, job: JobRef): Promise<Diagnosis> {
  const { reading, queues } = await readFlowOf(connection, job, "job-not-found");
  const { watch: locks } = connection;
  const withoutStalledCheckMs = (queue: string) => locks.withoutStalledCheckMs(queue);
  const diagnosis = diagnoseFlow({ flow: reading, job, queues, locks, withoutStalledCheckMs });
  return { ...diagnosis, culprits: explainCulprits(diagnosis.culprits, connection.doctor.lastReading()) };
}
