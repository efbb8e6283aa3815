"use client";

import { Button } from "@/components/ui/button";
import { ApiError } from "@/lib/client/fetch-json";

/** What went wrong inside a panel, with the request's id and a way to try again. */
export function PanelError({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  return (
    <div className="grid gap-2 p-4" role="alert">
      <p>{error instanceof ApiError ? error.message : "The server can't be reached."}</p>
      {error instanceof ApiError && <p className="font-mono text-[12px] text-text-muted">Request {error.requestId}</p>}
      <div>
        <Button onClick={onRetry}>Try again</Button>
      </div>
    </div>
  );
}
