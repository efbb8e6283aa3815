import { instantText } from "@/components/page/clock";
import type { NamedFact } from "@/components/ui/fact-table";
import type { JobDetail } from "@/lib/contract/job-schemas";
import { formatDuration } from "@/lib/core/format-duration";
import type { FlowNode, FlowView } from "@/lib/core/flow-view";
import { countOf, jobLabel, queueLabel } from "@/lib/core/job-label";
import { sameJob } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import type { JsonValue } from "@/lib/core/json-value";
import { policyWords } from "@/lib/core/why-text";

/** Where a job stands: its queue, its parent, what its failure does there, and its own children. */
export function parentFacts(detail: FlowNode, view: FlowView, onSelect: (ref: JobRef) => void): readonly NamedFact[] {
  const { parent, children, job } = detail;
  const total = children.unprocessed + children.processed + children.ignored + children.failed;
  return [
    ["Queue", <bdi key="queue">{queueLabel(job.queue)}</bdi>],
    ["Parent", parent === null ? "None, it is a root" : <ParentLink key="parent" {...{ parent, view, onSelect }} />],
    ["If it fails", parent === null ? null : policyText(detail.policy)],
    ["Children", total === 0 ? "None" : childrenText(children)],
  ];
}

/** How often a job was tried, stalled and may be tried again. */
export function attemptFacts({ attempts, stalls, processedBy }: FlowNode): readonly NamedFact[] {
  return [
    ["Made", `${attempts.made.toLocaleString("en-US")} of ${attempts.max.toLocaleString("en-US")}`],
    ["Started", countOf(attempts.started, "time")],
    ["Stalled", stalls === 0 ? "Never" : countOf(stalls, "time")],
    ["Last worker", processedBy === null ? null : <bdi key="worker">{processedBy}</bdi>],
  ];
}

/** When a job was added, is due, started and finished. */
export function timeFacts(detail: FlowNode & Pick<JobDetail, "timestamps">, nowMs: number): readonly NamedFact[] {
  const { createdAtMs, delayUntilAtMs } = detail.timestamps;
  return [
    ["Added", instant(createdAtMs, nowMs)],
    ["Due", instant(delayUntilAtMs, nowMs)],
    ["Started", instant(detail.processedAtMs, nowMs) ?? "Not yet"],
    ["Finished", instant(detail.finishedAtMs, nowMs)],
  ];
}

const optionsThatMatter = ["attempts", "backoff", "delay", "priority", "removeOnFail", "removeOnComplete"] as const;

/** The options that decide what becomes of a job. */
export function optionFacts({ options }: JobDetail): readonly NamedFact[] {
  const given = isRecord(options) ? options : {};
  const facts = optionsThatMatter.flatMap((name): readonly NamedFact[] => {
    const value = given[name];
    return value === undefined
      ? []
      : [
          [
            name,
            <span key={name} className="mono-code">
              {JSON.stringify(value)}
            </span>,
          ],
        ];
  });
  return facts.length === 0 ? [["All", "As BullMQ sets them"]] : facts;
}

type ParentLinkProps = {
  readonly parent: JobRef;
  readonly view: FlowView;
  readonly onSelect: (ref: JobRef) => void;
};

function ParentLink({ parent, view, onSelect }: ParentLinkProps) {
  const name = view.nodes.find((node) => sameJob(node.job, parent))?.job.name ?? null;
  return (
    <>
      <button
        type="button"
        onClick={() => onSelect(parent)}
        className="max-w-full text-left wrap-anywhere text-accent hover:underline max-md:min-h-11"
      >
        {jobLabel({ id: parent.id, name })}
      </button>{" "}
      <bdi className="text-text-muted">{queueLabel(parent.queue)}</bdi>
    </>
  );
}

function policyText(policy: JobDetail["policy"]): string {
  return policy === "none" ? "No failure policy: its parent waits for ever" : `Policy: ${policyWords[policy]}`;
}

function childrenText({ unprocessed, processed, ignored, failed }: JobDetail["children"]): string {
  const parts = [
    [unprocessed, "left"],
    [processed, "done"],
    [ignored, "failed and ignored"],
    [failed, "failed"],
  ] as const;
  return parts.flatMap(([count, word]) => (count === 0 ? [] : [`${count.toLocaleString("en-US")} ${word}`])).join(", ");
}

function instant(atMs: number | null, nowMs: number) {
  if (atMs === null) return null;
  const ago = nowMs - atMs;
  return (
    <>
      <span className="mono-code">{instantText(atMs)}</span>{" "}
      <span className="text-text-muted">{ago < 0 ? `in ${formatDuration(-ago)}` : `${formatDuration(ago)} ago`}</span>
    </>
  );
}

function isRecord(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
