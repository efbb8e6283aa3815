import type { Redis } from "ioredis";
import { expect, onTestFinished } from "vitest";

import type { ActionId, ActionOptions, ActionResult, Effect, Outcome, RefusalCode, Seen } from "@/lib/core/action";
import { buildOutcome } from "@/lib/core/build-outcome";
import type { Removal } from "@/lib/core/build-outcome";
import type { FlowReader } from "@/lib/core/flow-reader";
import type { JobReading } from "@/lib/core/job-reading";
import type { JobRef } from "@/lib/core/job-ref";
import { readUpward } from "@/lib/core/read-upward";
import { createPipelineFlowReader } from "@/lib/redis/pipeline-flow-reader";

type Act = {
  readonly action: ActionId;
  readonly job: JobRef;
  readonly seen: Seen;
  readonly reason: string;
  readonly options: ActionOptions;
};

type Actor = {
  act(request: Act): Promise<ActionResult>;
  check(request: Pick<Act, "action" | "job" | "options">): Promise<Check>;
};

type Check = {
  readonly denied: string | null;
  readonly aclNotChecked: boolean;
  readonly removal: Removal | null;
  readonly refusal: RefusalCode | null;
  readonly pendingAtParent: boolean | null;
  readonly mayStillRun: boolean;
};

type CreateActor = (deps: {
  readonly redis: Redis;
  readonly reader: FlowReader;
  readonly writable: boolean;
}) => Actor & { close(): Promise<void> };

type Openness = { readonly redis: Redis; readonly actorRedis?: Redis; readonly writable?: boolean };

/** An operator until the test ends, who reads by `redis` and acts by `actorRedis` where that is another connection. */
export function openOperator(
  createActor: CreateActor,
  { redis, actorRedis = redis, writable = true }: Openness,
): Operator {
  const reader = createPipelineFlowReader({ redis, knownQueues: () => new Set() });
  const actor = createActor({ redis: actorRedis, reader, writable });
  onTestFinished(() => actor.close());
  return new Operator(reader, actor);
}

/** Somebody who looks, reads what an action would do, and then does it. */
export class Operator {
  readonly #reader: FlowReader;
  readonly #actor: Actor;

  constructor(reader: FlowReader, actor: Actor) {
    this.#reader = reader;
    this.#actor = actor;
  }

  async preview(action: ActionId, job: JobRef, options: ActionOptions = {}): Promise<Outcome> {
    const { target, ancestors } = await readUpward(this.#reader, { action, job, options });
    const queues = await this.#reader.readQueues([...new Set([target, ...ancestors].map(({ ref }) => ref.queue))]);
    const check = await this.#actor.check({ action, job, options });
    return buildOutcome({
      action,
      target,
      ancestors,
      lock: null,
      queues: new Map(queues.map((queue) => [queue.queue, queue])),
      options,
      writable: true,
      ...check,
      checked: check,
    });
  }

  perform(
    action: ActionId,
    { job, seen }: Pick<Outcome, "job" | "seen">,
    options: ActionOptions = {},
  ): Promise<ActionResult> {
    return this.#actor.act({ action, job, seen, reason: "the gateway hangs", options });
  }

  check(job: JobRef, action: ActionId = "fail", options: ActionOptions = {}): Promise<Check> {
    return this.#actor.check({ action, job, options });
  }

  async look(job: JobRef): Promise<JobReading> {
    const [reading] = await this.#reader.readJobs([job]);
    if (reading === undefined) throw new Error("A reader answers with one reading per job.");
    return reading;
  }

  /** Fails the test unless every job is where its effect says; a deleted one is announced with `null`. */
  async expectFates(effects: readonly Effect[]): Promise<void> {
    const jobs = await this.#reader.readJobs(effects.map(({ job }) => job));
    expect(jobs.map(({ ref, state }) => [ref.id, state])).toEqual(
      effects.map(({ job, to }) => [job.id, to ?? "missing"]),
    );
  }
}
