import { copyText } from "@/lib/client/copy-text";
import { findSnapshot } from "@/lib/client/snapshot-query";
import type { Culprit } from "@/lib/core/diagnosis";
import { incidentMarkdown } from "@/lib/core/incident-markdown";

import { investigateHref } from "./investigate-href";

type Incident = {
  readonly conn: string;
  readonly culprit: Culprit;
  readonly readAtMs: number;
  readonly environment: string | null;
};

/** Puts one culprit into the clipboard as Markdown for an incident channel, with the link to its flow. */
export async function copyIncidentOf({ conn, culprit, readAtMs, environment }: Incident): Promise<void> {
  const url = new URL(investigateHref(conn, culprit), window.location.href).href;
  const snapshot = await findSnapshot(conn, culprit.chain[0] ?? culprit.job);
  await copyText(incidentMarkdown(culprit, { url, readAtMs, environment, snapshot }), "Copied for incident");
}
