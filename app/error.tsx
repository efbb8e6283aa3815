"use client";

import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";

type ErrorPageProps = { readonly error: Error & { readonly digest?: string }; readonly reset: () => void };

/** A page that broke; the server's log knows more under the digest. */
export default function ErrorPage({ error, reset }: ErrorPageProps): ReactNode {
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-start gap-3 px-6 py-24">
      <h1 className="text-20 font-semibold">This page broke.</h1>
      <p className="text-text-muted">Nothing in Redis was changed by it. Try again, or reload the page.</p>
      {error.digest === undefined ? null : <p className="mono-code text-text-muted">Digest {error.digest}</p>}
      <Button onClick={reset}>Try again</Button>
    </div>
  );
}
