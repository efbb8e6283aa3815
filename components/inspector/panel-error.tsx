"use client";

import { Button } from "@/components/ui/button";
import { copyText } from "@/lib/client/copy-text";
import { ApiError } from "@/lib/client/fetch-json";

/**
 * What went wrong inside a panel, with the request's id and a way to try again; the rest of the page works on. That a job
 * is gone is nothing to try again: "Retry" beside a job that was failed and removed would promise to run it.
 */
export function PanelError({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const known = error instanceof ApiError ? error : null;
  if (known?.code === "job-not-found")
    return (
      <p className="p-4" role="status">
        {known.message}
      </p>
    );
  return (
    <div className="grid gap-2 p-4" role="alert">
      <p>{known?.message ?? "The server can't be reached."}</p>
      {known !== null && <p className="mono-code text-text-muted">Request {known.requestId}</p>}
      <div className="flex gap-2">
        <Button onClick={onRetry}>Retry</Button>
        {known !== null && <Button onClick={() => copyDetails(known)}>Copy details</Button>}
      </div>
    </div>
  );
}

function copyDetails({ code, message, requestId, status }: ApiError): void {
  void copyText(`${status} ${code}: ${message}\nRequest ${requestId}\n${window.location.href}`, "Details copied");
}
