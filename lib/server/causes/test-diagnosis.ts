import "server-only";

import { expect, vi } from "vitest";

import { endpoints } from "@/lib/contract/endpoints";
import { diagnosisSchema } from "@/lib/contract/flow-schemas";
import type { CauseId, Severity } from "@/lib/core/cause";
import type { JobRef } from "@/lib/core/job-ref";

import { getDiagnosis } from "../get-diagnosis";
import { serve } from "../http/serve";
import { handleJob } from "../http/serve-connection";
import type { OpenConnection } from "../open-connection";

const route = serve({ GET: handleJob(endpoints.getDiagnosis, getDiagnosis) });

/** `GET …/diagnosis` as the server answers it, checked against the contract. */
export async function askDiagnosis(connection: OpenConnection, { queue, id }: JobRef) {
  // The one place where handlers find the connections of their process.
  Object.assign(globalThis, { flowlockRuntime: { connections: new Map([["default", connection]]) } });
  const path = `/api/c/default/jobs/${encodeURIComponent(queue)}/_/diagnosis?job=${encodeURIComponent(id)}`;
  const params = Promise.resolve({ conn: "default", queue, job: "_" });
  const response = await route.GET(new Request(`http://127.0.0.1:3000${path}`), { params });
  if (response.status !== 200) throw new Error(`The diagnosis was answered with ${response.status}.`);
  return diagnosisSchema.parse(await response.json());
}

export type Expected = {
  readonly cause: CauseId;
  readonly blocked: boolean;
  readonly severity: Severity;
  /** True root first, the culprit last. */
  readonly chain: readonly JobRef[];
  readonly headline?: string | RegExp;
  /** Asked beside the root; the chain's culprit where it is not given. */
  readonly asked?: readonly JobRef[];
};

const usualPatienceMs = 20_000;

/** Waits until the root's diagnosis, and then each asked job's, says exactly this and nothing else. */
export async function expectCause(
  connection: OpenConnection,
  expected: Expected,
  patienceMs = usualPatienceMs,
): Promise<void> {
  const { chain, asked = chain.slice(-1), cause, blocked, severity, headline } = expected;
  const culprit = chain.at(-1);
  for (const job of [...chain.slice(0, 1), ...asked]) {
    const seen = await vi.waitFor(
      async () => {
        const diagnosis = await askDiagnosis(connection, job);
        expect(summaryOf(diagnosis)).toEqual({ cause, blocked, culprits: [{ job: culprit, cause, severity, chain }] });
        if (headline !== undefined) expect(diagnosis.headline).toMatch(headline);
        return diagnosis;
      },
      { timeout: patienceMs, interval: 100 },
    );
    expect(seen.root).toEqual(chain[0]);
  }
}

/** Each of these jobs is asked for: nothing blocks it and nothing is waited for. */
export async function expectNotBlocked(connection: OpenConnection, jobs: readonly JobRef[]): Promise<void> {
  for (const job of jobs)
    expect(summaryOf(await askDiagnosis(connection, job))).toEqual({
      cause: "not-blocked",
      blocked: false,
      culprits: [],
    });
}

type Answer = Awaited<ReturnType<typeof askDiagnosis>>;

/** What a diagnosis says, without words and times. */
export function summaryOf({ cause, blocked, culprits }: Answer) {
  return {
    cause,
    blocked,
    culprits: culprits.map((one) => ({
      job: refOf(one.job),
      cause: one.cause,
      severity: one.severity,
      chain: one.chain.map(refOf),
    })),
  };
}

function refOf({ queue, id }: JobRef): JobRef {
  return { queue, id };
}
