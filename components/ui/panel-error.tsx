import type { ReactNode } from "react";

import { ApiError } from "@/lib/client/fetch-json";

import { Button } from "./button";

/** What went wrong in one panel, in plain words, with the request's id; the rest of the page works on. */
export function PanelError({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }): ReactNode {
  const known = error instanceof ApiError ? error : null;
  const offline = error instanceof TypeError;
  return (
    <div role="alert" className="flex flex-col items-start gap-2 px-6 py-5 max-md:px-4">
      <p className="font-semibold">
        {offline ? "Can't reach the server. It is asked again every few seconds." : error.message}
      </p>
      {known === null ? null : <p className="mono-code text-text-muted">Request {known.requestId}</p>}
      <Button onClick={onRetry}>Retry</Button>
    </div>
  );
}
