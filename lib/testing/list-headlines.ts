import { judgeParent } from "@/lib/core/causes/judge-parent";
import { parentKeyMissing } from "@/lib/core/causes/parent-key-missing";
import { causeIds } from "@/lib/core/cause";
import type { CauseId } from "@/lib/core/cause";
import { diagnoseFlow } from "@/lib/core/diagnose-flow";
import type { JobReading } from "@/lib/core/job-reading";
import { severityOf } from "@/lib/core/severity";

import { buildFlow } from "./build-flow";
import { buildJobReading } from "./build-job-reading";
import { buildQueueReading } from "./build-queue-reading";
import { childExamples } from "./headline-examples";
import { judge, nobody } from "./judge-built";

export type Headline = {
  readonly cause: CauseId;
  readonly blocked: boolean;
  readonly where: string;
  readonly headline: string;
};

const none = { processed: 0, unprocessed: 0, ignored: 0, failed: 0 };
const child = { queue: "bull:cards", id: "7" };

const parents: readonly (readonly [where: string, parent: Partial<JobReading>])[] = [
  ["nothing pending", { state: "waiting-children" }],
  ["one child", { state: "waiting", children: { ...none, unprocessed: 1, ignored: 1 } }],
  ["many children", { state: "waiting", children: { ...none, unprocessed: 1_200, ignored: 1 } }],
  ["marked", { state: "waiting", deferredFailure: "child failed", children: { ...none, failed: 1 } }],
  ["child removed", { state: "failed", children: { ...none, failed: 1 } }],
  ["too early", { state: "failed", failedReason: "x has pending dependencies", children: { ...none, unprocessed: 1 } }],
  ["no lock", { state: "active", children: { ...none, unprocessed: 1 } }],
  ["done", { state: "completed", children: { ...none, unprocessed: 1 } }],
];

/** The headline of every cause, with a name and without, as the builders' states make them. */
export function listHeadlines(name: string | null = "charge-card"): readonly Headline[] {
  const told = [...fromChildren(name), ...fromParents(name), ...fromFlows(name)];
  return told.toSorted((a, b) => causeIds.indexOf(a.cause) - causeIds.indexOf(b.cause));
}

function fromChildren(name: string | null): readonly Headline[] {
  return childExamples.flatMap(([where, given]) => {
    const finding = judge({ ...given, child: { name, ...given.child } });
    return finding === null ? [] : [{ ...finding, where }];
  });
}

function fromParents(name: string | null): readonly Headline[] {
  return parents.flatMap(([where, overrides]) => {
    const gone = buildJobReading({ ref: child, state: "missing", name: null });
    const finding = judgeParent({
      parent: buildJobReading({ name, ...overrides }),
      queue: buildQueueReading(nobody),
      heldInQueue: [],
      isCut: false,
      children: (overrides.children?.failed ?? 0) > 0 ? [{ edge: { ref: child, bucket: "failed" }, job: gone }] : [],
    });
    return finding === null ? [] : [{ ...finding, where }];
  });
}

function fromFlows(name: string | null): readonly Headline[] {
  const flow = buildFlow({ id: "77", name, parent: { ref: { queue: "bull:orders", id: "1" }, policy: "none" } });
  const orphan = [...flow.jobs.values()].flatMap((job) => parentKeyMissing(flow, job) ?? []);
  const locks = { stateOf: () => null };
  const idle = diagnoseFlow({
    flow: buildFlow({ id: "77", name, state: "completed" }),
    queues: new Map(),
    locks,
    withoutStalledCheckMs: () => 0,
    job: flow.root,
  });
  return [...orphan.map((finding) => ({ ...finding, where: "no parent" })), { ...idle, where: "nothing waits" }];
}

/** The list as it stands in `.github/causes.md`. */
export function toHeadlineList(): string {
  const headlines = listHeadlines();
  const sections = causeIds.map((cause) => {
    const own = headlines.filter((one) => one.cause === cause);
    const blocked = own.some((one) => one.blocked) ? "blocked" : "not blocked";
    const lines = own.map(({ where, headline }) => `- ${where}: “${headline}”`);
    return [`## ${cause}`, "", `${blocked}, ${severityOf(cause, null)}`, "", ...lines, ""].join("\n");
  });
  return [...intro, ...sections].join("\n");
}

const intro = [
  "# Why a parent is blocked: all headlines",
  "",
  "Printed by `npm run headlines` from the code that judges; a test fails where this list is out of date. Every headline",
  "has fewer than 25 words, a name counted as one, but that of `hung-lock-renewed`, whose words are the catalogue's own.",
  "",
];
