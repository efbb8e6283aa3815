import type { Advice } from "./advice";
import type { CauseId } from "./cause";
import type { Culprit } from "./diagnosis";
import { queueLabel } from "./job-label";
import { splitQueue } from "./job-ref";
import { shellQuoted } from "./shell-text";

/** What is done about a culprit elsewhere than here, with the command for it where one does it. */
export function adviceByHand(culprit: Culprit): readonly Advice[] {
  return byCause[culprit.cause]?.(culprit) ?? [];
}

const byCause: { readonly [C in CauseId]?: (culprit: Culprit) => readonly Advice[] } = {
  "hung-lock-renewed": restartHolder,
  "no-workers": startWorker,
  "active-no-lock-no-worker": startWorker,
  "child-delayed-overdue": startWorker,
  "child-deferred-failure": startWorker,
  "parent-deferred-failure": startWorker,
  "rate-limited": liftRateLimit,
  "priority-starved": changePriority,
  "parent-unsuccessful-child-missing": clearEntry,
};

function restartHolder({ lock }: Culprit): readonly Advice[] {
  const title = `Restart ${lock?.holder ?? "its worker"}`;
  return [{ title, detail: "Its jobs go back in line in about a minute.", action: null }];
}

function startWorker({ job }: Culprit): readonly Advice[] {
  return [
    {
      title: "Start a worker",
      detail: `Check that one runs ${queueLabel(job.queue)} and points at this Redis. The command lists those that do.`,
      action: null,
      command: `${redisCli} CLIENT LIST | grep -F ${shellQuoted(`name=${clientName(job.queue)}`)}`,
    },
  ];
}

function liftRateLimit({ job }: Culprit): readonly Advice[] {
  return [
    {
      title: "Lift the rate limit",
      detail: `${queueLabel(job.queue)} starts its next job at once. The limit counts anew from there.`,
      action: null,
      command: `${redisCli} DEL ${shellQuoted(`${job.queue}:limiter`)}`,
    },
  ];
}

/** How a worker's connection names itself, BullMQ `src/classes/queue-base.ts` (`clientName`): the queue's name in base64. */
function clientName(queue: string): string {
  const { prefix, name } = splitQueue(queue);
  return `${prefix}:${btoa(String.fromCodePoint(...new TextEncoder().encode(name)))}`;
}

/** The operator's shell knows the address and the password; they are not put on any page. */
const redisCli = 'redis-cli -u "$REDIS_URL"';

/** BullMQ `src/classes/job.ts` (`changePriority`): a script of its own, which no Redis command does alone. */
function changePriority({ job }: Culprit): readonly Advice[] {
  const { prefix, name } = splitQueue(job.queue);
  const script = [
    'import { Queue } from "bullmq";',
    `const options = { connection: { url: process.env.REDIS_URL }, prefix: ${JSON.stringify(prefix)}, skipMetasUpdate: true };`,
    `const queue = new Queue(${JSON.stringify(name)}, options);`,
    `await (await queue.getJob(${JSON.stringify(job.id)})).changePriority({ priority: 0 });`,
    "await queue.close();",
  ].join(" ");
  return [
    {
      title: "Change its priority to 0",
      detail: "It runs in its turn, behind those that wait already. Or start more workers.",
      action: null,
      command: `node --input-type=module -e ${shellQuoted(script)}`,
    },
  ];
}

/** The entry stands in the evidence: its set, and the child in it. */
function clearEntry({ facts }: Culprit): readonly Advice[] {
  const entry = facts.flatMap(({ evidence }) => evidence).find(({ key }) => key.endsWith(":unsuccessful"));
  if (entry === undefined) return [];
  return [
    {
      title: "Clear the entry, then retry",
      detail: "It forgets the failed child that is gone, and can complete again.",
      action: null,
      command: `${redisCli} ZREM ${shellQuoted(entry.key)} ${shellQuoted(entry.value)}`,
    },
  ];
}
