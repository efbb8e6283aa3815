import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { ApiError } from "@/lib/client/fetch-json";

/** Until a preview is read, or why it can't be. */
export function NoPreview({
  error,
  onRetry,
}: {
  readonly error: Error | null;
  readonly onRetry: () => void;
}): ReactNode {
  if (error === null)
    return (
      <p className="animate-late border-t px-6 py-4 text-text-muted max-md:px-4" role="status">
        Reading what would happen…
      </p>
    );
  return (
    <div className="grid justify-items-start gap-2 border-t px-6 py-4 max-md:px-4" role="alert">
      <p className="font-medium">{error instanceof ApiError ? error.message : "The server can't be reached."}</p>
      <p className="text-text-muted">Nothing was changed.</p>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  );
}
