"use client";

import Link from "next/link";
import type { ReactNode } from "react";

import { clockText, instantText } from "@/components/page/clock";
import { Button } from "@/components/ui/button";
import { Glyph } from "@/components/ui/glyph";
import { copyText } from "@/lib/client/copy-text";
import { flowHref } from "@/lib/client/links";
import type { SnapshotAnswer } from "@/lib/contract/snapshot-schemas";
import { jobLabel } from "@/lib/core/job-label";

import { occasionText } from "./occasion-text";

type Props = { readonly conn: string; readonly snapshot: SnapshotAnswer };

/** Says that nothing here is of now, why it was kept, and where the flow of now is. */
export function SnapshotBanner({ conn, snapshot }: Props): ReactNode {
  const { takenAtMs, expiresAtMs, root, job } = snapshot;
  return (
    <section
      aria-label="Snapshot"
      className="flex flex-none flex-wrap items-center gap-x-3 gap-y-1 border-b bg-neutral-tint px-4 py-2 text-neutral"
    >
      <Glyph name="delayed" className="max-md:hidden" />
      <p className="min-w-0 flex-1 basis-64 wrap-anywhere">
        <b className="font-semibold text-text" title={instantText(takenAtMs)}>
          Frozen at {clockText(takenAtMs)}
        </b>
        <span className="tabular-nums"> on {instantText(takenAtMs).slice(0, 10)}</span> · {occasionText(snapshot)}. Kept
        until {instantText(expiresAtMs).slice(0, 10)}.
      </p>
      <span className="flex flex-wrap gap-2">
        <Button onClick={() => void copyText(window.location.href, "Link copied")}>Copy link</Button>
        <Button asChild>
          <Link
            href={flowHref(conn, root, { sel: job })}
            prefetch={false}
            aria-label={`${jobLabel(root)} as it is now`}
          >
            As it is now
          </Link>
        </Button>
      </span>
    </section>
  );
}
