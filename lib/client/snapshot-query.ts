import { queryOptions } from "@tanstack/react-query";

import type { SnapshotAnswer } from "@/lib/contract/snapshot-schemas";
import type { JobRef } from "@/lib/core/job-ref";

import { fetchJson } from "./fetch-json";
import { apiPathOf, snapshotHref, writeSel } from "./links";

/** A snapshot never changes: it is asked for once, and no action makes it old. */
export const snapshotQuery = (conn: string, id: string) =>
  queryOptions({
    queryKey: ["snapshot", conn, id] as const,
    queryFn: ({ signal }): Promise<SnapshotAnswer> =>
      fetchJson(apiPathOf(conn, `snapshots/${encodeURIComponent(id)}`), "snapshot", { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The newest snapshots of the flow of this root. */
export const snapshotsOfQuery = (conn: string, root: JobRef) =>
  queryOptions({
    queryKey: ["snapshots", conn, root.queue, root.id] as const,
    queryFn: ({ signal }) =>
      fetchJson(apiPathOf(conn, "snapshots", { flow: writeSel(root), limit: "1" }), "snapshotsPage", { signal }),
  });

export type SnapshotLink = { readonly url: string; readonly takenAtMs: number };

const patienceMs = 1_500;

/** The newest snapshot of a flow; `null` where there is none, or nobody says so in time. */
export async function findSnapshot(conn: string, root: JobRef): Promise<SnapshotLink | null> {
  try {
    const path = apiPathOf(conn, "snapshots", { flow: writeSel(root), limit: "1" });
    const { snapshots } = await fetchJson(path, "snapshotsPage", { signal: AbortSignal.timeout(patienceMs) });
    const [newest] = snapshots;
    if (newest === undefined) return null;
    return {
      url: new URL(snapshotHref(conn, newest.id), window.location.href).href,
      takenAtMs: newest.takenAtMs,
    };
  } catch {
    // What is copied is worth more than the link in it.
    return null;
  }
}
