import Link from "next/link";
import type { ReactNode } from "react";

/** An address that leads nowhere. */
export default function NotFound(): ReactNode {
  return (
    <main className="mx-auto flex max-w-md flex-col gap-2 px-6 py-24">
      <h1 className="text-20 font-semibold">There is nothing at this address.</h1>
      <p className="text-text-muted">The link may be cut, or of another version of Flowlock.</p>
      <p>
        <Link href="/" className="text-accent underline-offset-2 hover:underline">
          Go to Triage
        </Link>
      </p>
    </main>
  );
}
