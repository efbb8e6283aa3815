import type { ReactNode } from "react";

import { AppShell } from "@/components/shell/app-shell";
import { decodePageParam } from "@/lib/client/links";

type LayoutProps = {
  readonly params: Promise<{ readonly conn: string }>;
  readonly children: ReactNode;
};

/** Everything about one connection stands in the same frame. */
export default async function ConnectionLayout({ params, children }: LayoutProps): Promise<ReactNode> {
  const { conn } = await params;
  return <AppShell conn={decodePageParam(conn)}>{children}</AppShell>;
}
