import { bullmqBugs, bugsOf } from "../bullmq-bugs";
import type { BullmqBug } from "../bullmq-bugs";
import { countOf } from "../job-label";
import { splitQueue } from "../job-ref";
import type { DoctorReading, QueueSigns } from "./doctor-reading";
import { mixedVersions } from "./mixed-versions";
import type { RedisWarning, RedisWarningCode } from "./redis-warning";

/** What is the matter with the queues themselves; each kind is told once, with a few names. */
export function queueWarnings({ server, queues, phantoms }: DoctorReading): readonly RedisWarning[] {
  return [
    ...(server.cluster ? bracesWarning([...queues.map(({ queue }) => queue), ...phantoms]) : []),
    ...keyPrefixWarning(queues),
    ...mixedWarning(queues),
    ...bugWarnings(queues),
    // Without braces on a cluster nothing can be added: that is said already.
    ...phantomWarning(server.cluster ? phantoms.filter(hasHashTag) : phantoms),
  ];
}

function bracesWarning(names: readonly string[]): readonly RedisWarning[] {
  const prefixes = [...new Set(names.filter((queue) => !hasHashTag(queue)).map((queue) => splitQueue(queue).prefix))];
  if (prefixes.length === 0) return [];
  const [first = ""] = prefixes;
  return [
    {
      code: "prefix-without-braces",
      text: `On a Redis Cluster BullMQ needs a prefix in braces, or adding fails with CROSSSLOT: {${cut(first.replaceAll(/[{}]/g, ""))}} instead of ${namesOf(prefixes)}.`,
    },
  ];
}

/** Redis hashes what stands between the first brace and the next closing one, unless that is nothing. */
function hasHashTag(queue: string): boolean {
  return /^[^{]*\{[^}]+\}/.test(queue);
}

function keyPrefixWarning(queues: readonly QueueSigns[]): readonly RedisWarning[] {
  const split = queues.filter(({ hashesAt }) => hashesAt !== null);
  const [first] = split;
  if (first?.hashesAt == null) return [];
  const added = first.queue.slice(0, first.queue.length - first.hashesAt.length);
  return [
    {
      code: "key-prefix",
      text: `ioredis' keyPrefix ${cut(added)} tears ${namesOf(split.map(({ queue }) => queue))} apart: lists lie there, jobs below ${cut(first.hashesAt)}. Use BullMQ's prefix option instead.`,
    },
  ];
}

function mixedWarning(queues: readonly QueueSigns[]): readonly RedisWarning[] {
  const mixed = queues.flatMap((signs) => {
    const versions = mixedVersions(signs);
    return versions === null ? [] : [{ queue: signs.queue, versions }];
  });
  const [first] = mixed;
  if (first === undefined) return [];
  return [
    {
      code: "mixed-versions",
      text: `Different BullMQ versions work ${namesOf(mixed.map(({ queue }) => queue))} (${first.versions.join(" and ")}). Pausing such a queue can lose jobs: bring all its processes to one version.`,
    },
  ];
}

const bugCodes = {
  "renews-after-end": "version-renews-after-end",
  "parent-loses-lock": "version-loses-parent-lock",
  "ignores-deferred-failure": "version-ignores-deferred-failure",
} as const satisfies Record<BullmqBug, RedisWarningCode>;

/** Of each queue the gravest fault only: the upgrade that mends it is the first to make. */
function bugWarnings(queues: readonly QueueSigns[]): readonly RedisWarning[] {
  const queuesWith = new Map<BullmqBug, string[]>();
  for (const { queue, bullmqVersion } of queues) {
    const [worst] = bugsOf(bullmqVersion) ?? [];
    if (worst !== undefined) queuesWith.set(worst, [...(queuesWith.get(worst) ?? []), queue]);
  }
  return [...queuesWith].map(([bug, names]) => ({
    code: bugCodes[bug],
    text: `BullMQ before ${bullmqBugs[bug].mendedIn} ${bullmqBugs[bug].what}. Upgrade what works ${namesOf(names)}.`,
  }));
}

function phantomWarning(phantoms: readonly string[]): readonly RedisWarning[] {
  if (phantoms.length === 0) return [];
  return [
    {
      code: "phantom-queues",
      text: `${countOf(phantoms.length, "queue has", "queues have")} a meta key but never had a job: ${namesOf(phantoms)}. Somebody built a Queue there; a wrong name or prefix does this.`,
    },
  ];
}

const namesMax = 3;
const nameCharactersMax = 60;

/** `a, b, c and 4 more`. */
function namesOf(names: readonly string[]): string {
  const rest = names.length - namesMax;
  const shown = names.slice(0, namesMax).map(cut).join(", ");
  return rest > 0 ? `${shown} and ${rest.toLocaleString("en-US")} more` : shown;
}

function cut(name: string): string {
  return name.length <= nameCharactersMax ? name : `${name.slice(0, nameCharactersMax)}…`;
}
