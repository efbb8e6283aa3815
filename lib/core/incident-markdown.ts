import type { Culprit } from "./diagnosis";
import { formatDuration } from "./format-duration";
import { countOf, jobLabel, queueLabel } from "./job-label";

export type IncidentPlace = {
  /** Where the flow is shown. */
  readonly url: string;
  readonly readAtMs: number;
  readonly environment: string | null;
  /** The flow as it was, for when nothing of it is left to see; `null`: none is kept. */
  readonly snapshot: { readonly url: string; readonly takenAtMs: number } | null;
};

/** A culprit as Markdown for an incident channel: what, how long, why, the chain and where to look. Never job data. */
export function incidentMarkdown(culprit: Culprit, { url, readAtMs, environment, snapshot }: IncidentPlace): string {
  const { job, headline, flows, blockedMs, lock, facts, chain } = culprit;
  const lines = [
    `**${plain(jobLabel(job))}** in \`${code(queueLabel(job.queue))}\`${environment === null ? "" : ` (${environment})`}`,
    plain(headline),
    "",
    `- Blocks: ${countOf(flows, "flow")}, blocked time ${formatDuration(blockedMs)}`,
    `- Chain: ${chain.map((link) => plain(jobLabel(link))).join(" › ")}`,
  ];
  if (lock !== null)
    lines.push(
      `- Lock: held ${formatDuration(lock.heldMs)} by ${plain(lock.holder ?? `unnamed worker ${lock.workerId}`)}`,
    );
  for (const { kind, text } of facts) lines.push(`- ${factWords[kind]}: ${plain(text)}`);
  lines.push("", `As of ${instant(readAtMs)}. ${url}`);
  if (snapshot !== null) lines.push(`Snapshot of ${instant(snapshot.takenAtMs)}: ${snapshot.url}`);
  return lines.join("\n");
}

function instant(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

const factWords = { fact: "Fact", guess: "Guess", unknown: "Unknown" } as const;

/** A name or error of a job can't format, mention or link anything where it is pasted. */
function plain(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\\`*_[\]<>|~]/g, String.raw`\$&`)
    .replaceAll("@", "@\u200B");
}

function code(text: string): string {
  return text.replaceAll(/[`\s]+/g, " ");
}
