import { flowHref } from "@/lib/client/links";
import type { Culprit } from "@/lib/core/diagnosis";

/** The culprit's flow with the culprit selected and its reasons open. */
export function investigateHref(conn: string, { job, chain }: Culprit): string {
  return flowHref(conn, chain[0] ?? job, { sel: job, panel: "why", scope: "path" });
}
