import Link from "next/link";
import type { ReactNode } from "react";

import { triageHref } from "@/lib/client/links";

type UnknownConnectionProps = { readonly conn: string; readonly known: readonly string[] };

/** An address that names a connection which this server does not have. */
export function UnknownConnection({ conn, known }: UnknownConnectionProps): ReactNode {
  return (
    <div className="mx-auto grid w-full max-w-140 gap-3 p-6 pt-16 max-md:px-4">
      <title>No such connection — Flowlock</title>
      <h1 className="text-20 font-semibold tracking-[-0.015em] wrap-anywhere">
        There is no connection called <bdi>{conn.slice(0, 200)}</bdi>.
      </h1>
      <p className="text-text-muted">The link may be of another server. This one has:</p>
      <ul className="grid gap-1">
        {known.map((id) => (
          <li key={id}>
            <Link
              href={triageHref(id)}
              className="text-accent underline underline-offset-2 max-md:inline-block max-md:py-3"
            >
              {id}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
