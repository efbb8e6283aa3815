import Link from "next/link";
import type { ReactNode } from "react";

import { snapshotHref } from "@/lib/client/links";

type Props = { readonly conn: string; readonly id: string | null; readonly about: string };

/** The way from something that happened to the flow as it was then; nothing where none was kept. */
export function SnapshotLink({ conn, id, about }: Props): ReactNode {
  if (id === null) return null;
  return (
    // Above the link that the whole row is.
    <Link
      href={snapshotHref(conn, id)}
      prefetch={false}
      aria-label={`Snapshot: ${about}`}
      className="relative z-1 inline-flex items-center whitespace-nowrap text-accent hover:underline max-md:min-h-6"
    >
      Snapshot
    </Link>
  );
}
