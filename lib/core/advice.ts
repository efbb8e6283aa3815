import type { ActionId, ActionOptions } from "./action";
import { adviceByHand } from "./advice-by-hand";
import type { Culprit } from "./diagnosis";
import type { FailurePolicy } from "./failure-policy";
import type { FlowNode } from "./flow-view";
import { jobLabel, queueLabel } from "./job-label";

/** Something an operator can do, best first; `action` is `null` where it can't be done from here. */
export type Advice = {
  readonly title: string;
  readonly detail: string;
  readonly action: ActionId | null;
  readonly options?: ActionOptions;
  /** For a POSIX shell: what does it, or shows whether it is done, where it can't be done from here. */
  readonly command?: string;
};

type Asked = { readonly culprit: Culprit; readonly policy: FailurePolicy; readonly above: readonly FlowNode[] };

/** What can be done about a culprit, best first, as far as it is known from outside. `above` are its ancestors, nearest first. */
export function adviceFor(asked: Asked): readonly Advice[] {
  return [...adviceByHand(asked.culprit), ...asked.culprit.actions.map((action) => adviceOn(action, asked))];
}

function adviceOn(action: ActionId, { culprit, policy, above }: Asked): Advice {
  const parent = culprit.chain.at(-2);
  const name = parent === undefined ? "Its parent" : jobLabel(parent);
  switch (action) {
    case "retry":
      return { title: "Retry", detail: retryDetail(culprit), action };
    case "fail":
      return { title: "Fail", detail: failDetail(policy, above), action };
    case "put-back":
      return { title: "Put back in line", detail: "It returns to waiting now.", action };
    case "release-lock":
      return { title: "Release lock", detail: "The stalled check puts it back in line.", action };
    case "clear-ghost-lock":
      return { title: "Clear leftover lock", detail: "Then it can be retried or removed.", action };
    case "detach": {
      const options = parent === undefined ? {} : { options: { parent: { queue: parent.queue, id: parent.id } } };
      return { title: "Detach", detail: `${name} stops waiting for it.`, action, ...options };
    }
    case "release-parent":
      return { title: "Release", detail: "It goes on: nothing is pending.", action };
    case "promote":
      return { title: "Promote", detail: "It runs as soon as a worker is free.", action };
    case "remove":
      return { title: "Remove", detail: "Its data is deleted.", action };
    case "run-again":
      return { title: "Run again", detail: "What it did is done once more.", action };
    case "resume-queue":
      return { title: `Resume ${queueLabel(culprit.job.queue)}`, detail: "Its waiting jobs go on.", action };
  }
}

function retryDetail({ state }: Culprit): string {
  return state === "failed" ? "Back in line. Its parent waits for it again." : "Back in line. Work may run twice.";
}

/** What becomes of a job's ancestors (nearest first) when it fails, in one line; the preview tells it exactly. */
export function failDetail(policy: FailurePolicy, above: readonly FlowNode[]): string {
  const failing: string[] = [];
  let rule = policy;
  for (const parent of above) {
    const name = jobLabel(parent.job);
    if (rule !== "fail-parent")
      return [...failingText(failing), parentText(rule, name, parent.children.unprocessed - 1)].join(" ");
    failing.push(name);
    rule = parent.policy;
  }
  return failing.length === 0 ? "It has no parent." : failingText(failing).join(" ");
}

function failingText(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const [first, ...others] = names;
  const chain = [`${first} fails`, ...others.map((name) => `then ${name} fails`)].join(", ");
  return [names.length === 1 ? `${chain}.` : `${chain}. ${names.length} jobs.`];
}

function parentText(rule: Exclude<FailurePolicy, "fail-parent">, name: string, others: number): string {
  if (rule === "none") return `${name} stays blocked: no failure policy.`;
  if (rule === "continue") return `${name} starts now.`;
  return others <= 0 ? `${name} starts.` : `${name} goes on without it, after ${others.toLocaleString("en-US")} more.`;
}
