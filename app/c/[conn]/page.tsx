import type { ReactNode } from "react";

import { TriagePage } from "@/components/triage/triage-page";
import { decodePageParam } from "@/lib/client/links";

type PageProps = { readonly params: Promise<{ readonly conn: string }> };

/** What blocks flows now, worst first. */
export default async function Page({ params }: PageProps): Promise<ReactNode> {
  const { conn } = await params;
  return <TriagePage conn={decodePageParam(conn)} />;
}
