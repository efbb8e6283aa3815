import { copyText } from "@/lib/client/copy-text";
import type { Culprit, Diagnosis } from "@/lib/core/diagnosis";
import { incidentMarkdown } from "@/lib/core/incident-markdown";

/** Culprits in one text; more than these nobody reads in a channel. */
const culpritsMax = 5;

/** Puts what blocks (the worst first), why and where to look into the clipboard as Markdown, without job data. */
export function copyIncident(
  { culprits, headline, readAtMs }: Diagnosis,
  environment: string | null,
  first?: Culprit,
): void {
  const place = { url: window.location.href, readAtMs, environment };
  const ordered = first === undefined ? culprits : [first, ...culprits.filter((culprit) => culprit !== first)];
  const texts = ordered.slice(0, culpritsMax).map((culprit) => incidentMarkdown(culprit, place));
  void copyText(texts.length === 0 ? `${headline} ${place.url}` : texts.join("\n\n"), "Copied for incident");
}
