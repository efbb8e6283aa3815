"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";

import { instantText } from "@/components/page/clock";
import { snapshotHref } from "@/lib/client/links";
import { snapshotsOfQuery } from "@/lib/client/snapshot-query";
import type { JobRef } from "@/lib/core/job-ref";

import { occasionText } from "@/components/snapshot/occasion-text";

export type LastSnapshotProps = { readonly conn: string; readonly root: JobRef };

/** Where a flow can't be shown: how it was when it was kept last. */
export function LastSnapshot({ conn, root }: LastSnapshotProps): ReactNode {
  const { data } = useQuery(snapshotsOfQuery(conn, root));
  const newest = data?.snapshots[0];
  if (newest === undefined) return null;
  return (
    <p className="rounded-ui border bg-bg-subtle px-3 py-2 wrap-anywhere">
      <Link className="text-accent hover:underline" href={snapshotHref(conn, newest.id)}>
        See it as it was at {instantText(newest.takenAtMs)} UTC
      </Link>
      <span className="block text-12 text-text-muted">{occasionText(newest)}.</span>
    </p>
  );
}
