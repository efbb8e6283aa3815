import { copyText } from "@/lib/client/copy-text";
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
export function copyIncidentOf({ conn, culprit, readAtMs, environment }: Incident): void {
  const url = new URL(investigateHref(conn, culprit), window.location.href).href;
  void copyText(incidentMarkdown(culprit, { url, readAtMs, environment }), "Copied for incident");
}
