import type { Culprit } from "./diagnosis";
import { jobLabel, queueLabel } from "./job-label";

type Incident = {
  readonly readAtMs: number;
  readonly headline: string;
  /** Worst first. */
  readonly culprits: readonly Culprit[];
};

const culpritsMax = 5;

/** "Copy for incident": the sentence, the chains and the facts as Markdown, without any job data. */
export function incidentMarkdown({ readAtMs, headline, culprits }: Incident, url: string): string {
  const lines = [`**${escape(headline)}**`, ""];
  for (const culprit of culprits.slice(0, culpritsMax)) {
    lines.push(`- ${escape(culprit.headline)}`);
    lines.push(`  - chain: ${culprit.chain.map((link) => `${escape(jobLabel(link))} (${escape(queueLabel(link.queue))})`).join(" › ")}`);
    for (const fact of culprit.facts) lines.push(`  - ${fact.kind}: ${escape(fact.text)}`);
  }
  if (culprits.length > culpritsMax) lines.push(`- and ${culprits.length - culpritsMax} more`);
  lines.push("", `As of ${new Date(readAtMs).toISOString()}`, url);
  return lines.join("\n");
}

/** Names and ids are users' text: nothing in them may become markup. */
function escape(text: string): string {
  return text.replace(/[\r\n]+/g, " ").replace(/[\\`*_[\]<>|]/g, "\\$&");
}
