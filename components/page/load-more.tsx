"use client";

import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";

type LoadMoreProps = {
  readonly hasMore: boolean;
  readonly loading: boolean;
  readonly onMore: () => void;
  /** What else can be done with what is shown. */
  readonly aside?: ReactNode;
  /** What the list shows, such as `Newest 50 flows`. */
  readonly children: ReactNode;
};

/** The foot of a list: what it shows, and the next page where there is one. */
export function LoadMore({ hasMore, loading, onMore, aside, children }: LoadMoreProps): ReactNode {
  return (
    <div className="flex min-h-10 flex-none flex-wrap items-center gap-3 px-6 py-2 text-12 text-text-muted max-md:px-4">
      <span>{children}</span>
      {hasMore ? (
        <Button onClick={onMore} disabled={loading}>
          {loading ? "Loading…" : "Show more"}
        </Button>
      ) : null}
      {aside}
    </div>
  );
}
