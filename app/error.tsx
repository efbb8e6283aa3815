"use client";

import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";

type ErrorPageProps = { readonly error: unknown; readonly retry: () => void };

/** A page that broke; the server's log knows more under the digest. */
export default function ErrorPage({ error, retry }: ErrorPageProps): ReactNode {
  const digest = digestOf(error);
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-start gap-3 px-6 py-24">
      <h1 className="text-20 font-semibold">This page broke.</h1>
      <p className="text-text-muted">Nothing in Redis was changed by it. Try again, or reload the page.</p>
      {digest === null ? null : <p className="mono-code text-text-muted">Digest {digest}</p>}
      <Button onClick={retry}>Try again</Button>
    </div>
  );
}

/** Next puts it on errors that were thrown on the server. */
function digestOf(error: unknown): string | null {
  return error instanceof Error && "digest" in error && typeof error.digest === "string" ? error.digest : null;
}
