"use client";

import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { ApiError, OddAnswerError } from "@/lib/client/fetch-json";

type PageTroubleProps = {
  /** What could not be read, as the sentence starts: `The flows`. */
  readonly what: string;
  readonly error: Error;
  readonly onRetry: () => void;
};

/** A page whose first read failed: what happened in one sentence, the request's id, and a way to try again. */
export function PageTrouble({ what, error, onRetry }: PageTroubleProps): ReactNode {
  return (
    <div role="alert" className="grid justify-items-start gap-2 border-t px-6 py-8 max-md:px-4">
      <h2 className="text-14 font-semibold">{what} can't be read now.</h2>
      <p className="text-text-muted">{explain(error)}</p>
      {error instanceof ApiError ? <p className="mono-code text-text-muted">Request {error.requestId}</p> : null}
      <Button className="mt-1" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}

function explain(error: Error): string {
  if (error instanceof ApiError || error instanceof OddAnswerError) return error.message;
  return "The server can't be reached. The page tries again by itself.";
}
