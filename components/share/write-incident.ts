import { copyText } from "@/lib/client/copy-text";
import { flowHref } from "@/lib/client/links";
import { findSnapshot } from "@/lib/client/snapshot-query";
import type { Culprit, Diagnosis } from "@/lib/core/diagnosis";
import { incidentMarkdown } from "@/lib/core/incident-markdown";

/** Culprits in one text; more than these nobody reads in a channel. */
const culpritsMax = 5;

export type IncidentOnPage = {
  readonly conn: string;
  readonly diagnosis: Diagnosis;
  readonly environment: string | null;
  /** The page shows a snapshot: its address is the snapshot's. */
  readonly isFrozen: boolean;
  readonly first?: Culprit | undefined;
};

/** Puts what blocks (the worst first), why and where to look into the clipboard as Markdown, without job data. */
export async function writeIncident({ conn, diagnosis, environment, isFrozen, first }: IncidentOnPage): Promise<void> {
  const { culprits, headline, readAtMs, root } = diagnosis;
  const here = window.location.href;
  const url = isFrozen ? new URL(flowHref(conn, root), here).href : here;
  const snapshot = isFrozen ? { url: here, takenAtMs: readAtMs } : await findSnapshot(conn, root);
  const place = { url, readAtMs, environment, snapshot };
  const ordered = first === undefined ? culprits : [first, ...culprits.filter((culprit) => culprit !== first)];
  const texts = ordered.slice(0, culpritsMax).map((culprit) => incidentMarkdown(culprit, place));
  await copyText(texts.length === 0 ? `${headline} ${url}` : texts.join("\n\n"), "Copied for incident");
}
