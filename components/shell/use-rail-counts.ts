import { useQuery } from "@tanstack/react-query";

import { whileLive } from "@/lib/client/live-switch";
import { queuesQuery, triageQuery, workersQuery } from "@/lib/client/queries";

import type { PlaceId } from "./places";

const railMs = 10_000;
/** Count of each page, `null` until it is known; not asked for where nobody sees it. Triage counts what stands open in it. */
export function useRailCounts(conn: string, enabled: boolean): { readonly [Id in PlaceId]: number | null } {
  const calmly = { refetchInterval: whileLive(railMs), enabled };
  const { data: triage } = useQuery({ ...triageQuery(conn), ...calmly });
  const { data: queues } = useQuery({ ...queuesQuery(conn), ...calmly });
  const { data: workers } = useQuery({ ...workersQuery(conn), ...calmly });
  return {
    triage: triage?.culprits.filter(({ severity }) => severity !== "slow" && severity !== "limited").length ?? null,
    flows: triage?.checked.parents ?? null,
    locks: triage?.checked.locks ?? null,
    queues: queues?.queues.length ?? null,
    workers: workers?.available === true ? workers.workers.length : null,
    activity: null,
    settings: null,
  };
}
