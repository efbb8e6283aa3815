import "server-only";

import type { FlowReader } from "@/lib/core/flow-reader";
import { jobKey } from "@/lib/core/job-ref";
import type { JobKey, JobRef } from "@/lib/core/job-ref";
import type { JobReading } from "@/lib/core/job-reading";

import type { IdleBudget } from "./idle-budget";
import { KeptQueues } from "./kept-queues";
import type { Beat, Pulse } from "./pulse";

export type KeptReaderOptions = {
  readonly reader: FlowReader;
  readonly pulse: Pick<Pulse, "feel" | "bump">;
  readonly budget: Pick<IdleBudget, "allows" | "spend">;
  /** The lock of a job as the last sweep read it. */
  readonly sweptJob: (ref: JobRef) => JobReading | null;
  readonly now: () => number;
};

type Kept<T> = { readonly answer: T; readonly beat: Beat; readonly startedAtMs: number };

/** A reading is not read again within this time unless an event says that something happened. */
const sureForMs = 2_000;
/** A remaining lock time is told only this long after it was read. */
const lockReadingMaxAgeMs = 10_000;
const answersMax = 2_000;

/**
 * A reader that keeps what it read for as long as Redis says that nothing happened, so that pages left open cost Redis
 * almost nothing. Events end it at once. Where there was some write but no event (a lock was renewed, or a key was
 * changed by hand) readings are renewed as the budget allows. Kept jobs get the instant at which they were felt
 * unchanged, and the lock that the sampler read last.
 */
export function createKeptReader(options: KeptReaderOptions): FlowReader {
  const { reader, pulse } = options;
  const keeper = new Keeper(options);
  const queues = new KeptQueues(options);
  return {
    kind: reader.kind,
    readClockMs: async () => (await pulse.feel()).atMs,
    readJobs: (refs) => keeper.readJobs(refs),
    readAncestors: async (ref) => {
      const key = `ancestors ${jobKey(ref)}`;
      const { answer, beat } = await keeper.keep(key, () => reader.readAncestors(ref));
      return { ...answer, chain: await keeper.renewAll(answer.chain, beat) };
    },
    readFlow: (root) => keeper.keepFlow(`flow ${jobKey(root)}`, () => reader.readFlow(root)),
    readFlowHead: (request) => keeper.keepFlow(`head ${JSON.stringify(request)}`, () => reader.readFlowHead(request)),
    readWaitingParents: async (queue, request) => {
      const key = `waiting parents ${queue} ${JSON.stringify(request)}`;
      const { answer, beat } = await keeper.keep(key, () => reader.readWaitingParents(queue, request));
      return { ...answer, jobs: await keeper.renewAll(answer.jobs, beat) };
    },
    findReleasedParents: async (names) =>
      (await keeper.keep(`released parents ${names.join("\n")}`, () => reader.findReleasedParents(names))).answer,
    stillPending: (edges) => reader.stillPending(edges),
    readPendingFlow: (roots) =>
      keeper.keepFlow(`pending ${roots.map((ref) => jobKey(ref)).join("\n")}`, () => reader.readPendingFlow(roots)),
    listChildren: async (parent, page) =>
      (await keeper.keep(`children ${jobKey(parent)} ${JSON.stringify(page)}`, () => reader.listChildren(parent, page)))
        .answer,
    listJobs: async (queue, page) =>
      (await keeper.keep(`jobs ${queue} ${JSON.stringify(page)}`, () => reader.listJobs(queue, page))).answer,
    readQueues: (names) => queues.readQueues(names),
    readWorkers: () => queues.readWorkers(),
    readJobRaw: async (ref) => {
      const { answer, beat } = await keeper.keep(`raw ${jobKey(ref)}`, () => reader.readJobRaw(ref));
      const [job] = answer === null ? [] : await keeper.renewAll([answer.job], beat);
      return answer === null || job === undefined ? null : { ...answer, job };
    },
    walkJobs: (root) => reader.walkJobs(root),
    readData: (refs) => reader.readData(refs),
    readPayloads: (ref) => reader.readPayloads(ref),
    readLogs: (ref, page) => reader.readLogs(ref, page),
  };
}

type FlowAnswer = Awaited<ReturnType<FlowReader["readFlow"]>>;

class Keeper {
  readonly #options: KeptReaderOptions;
  readonly #answers = new Map<string, Kept<Promise<unknown>>>();
  readonly #jobs = new Map<JobKey, Kept<JobReading>>();
  #revision = -1;

  constructor(options: KeptReaderOptions) {
    this.#options = options;
  }

  async keep<T>(key: string, load: () => Promise<T>): Promise<{ readonly answer: T; readonly beat: Beat }> {
    const beat = await this.#feel();
    const known = this.#answers.get(key);
    // safe because a key names the call whose answer it keeps
    if (known !== undefined && this.#holds(known, beat)) return { answer: (await known.answer) as T, beat };
    const answer = known === undefined ? load() : this.#options.budget.spend(load);
    const kept = { answer, beat, startedAtMs: this.#options.now() };
    if (this.#answers.size >= answersMax) this.#answers.clear();
    this.#answers.set(key, kept);
    answer.catch(() => {
      if (this.#answers.get(key) === kept) this.#answers.delete(key);
    });
    return { answer: await answer, beat };
  }

  async keepFlow(key: string, load: () => Promise<FlowAnswer>): Promise<FlowAnswer> {
    const { answer, beat } = await this.keep(key, load);
    const jobs = await this.renewAll([...answer.jobs.values()], beat);
    return {
      ...answer,
      jobs: new Map(jobs.map((job) => [jobKey(job.ref), job])),
      readAtMs: Math.max(answer.readAtMs, beat.atMs),
    };
  }

  async readJobs(refs: readonly JobRef[]): Promise<readonly JobReading[]> {
    const beat = await this.#feel();
    const found = new Map<JobKey, JobReading>();
    const missing: JobRef[] = [];
    let isAgain = false;
    for (const ref of refs) {
      const known = this.#jobs.get(jobKey(ref));
      const job = known !== undefined && this.#holds(known, beat) ? this.#renew(known.answer, beat) : null;
      if (job !== null) found.set(jobKey(ref), job);
      else missing.push(ref);
      isAgain ||= known !== undefined && job === null;
    }
    const load = () => this.#options.reader.readJobs(missing);
    const startedAtMs = this.#options.now();
    const fresh = missing.length === 0 ? [] : await (isAgain ? this.#options.budget.spend(load) : load());
    for (const job of fresh) {
      found.set(jobKey(job.ref), job);
      if (beat.revision === this.#revision) this.#jobs.set(jobKey(job.ref), { answer: job, beat, startedAtMs });
    }
    return refs.flatMap((ref) => found.get(jobKey(ref)) ?? []);
  }

  /** Jobs of a kept answer as they are known to be now; locks that were read too long ago are read again. */
  async renewAll(jobs: readonly JobReading[], beat: Beat): Promise<readonly JobReading[]> {
    const renewed = jobs.map((job) => this.#renew(job, beat));
    const old = jobs.filter((_, index) => renewed[index] === null);
    const again = old.length === 0 ? [] : await this.readJobs(old.map(({ ref }) => ref));
    const read = new Map(again.map((job) => [jobKey(job.ref), job]));
    return jobs.map((job, index) => renewed[index] ?? read.get(jobKey(job.ref)) ?? job);
  }

  /** `null`: its lock was read too long ago. */
  #renew(job: JobReading, { atMs }: Beat): JobReading | null {
    const swept = job.state === "active" ? this.#options.sweptJob(job.ref) : null;
    const newest =
      swept !== null && swept.readAtMs > job.readAtMs
        ? { ...job, lock: swept.lock, progress: swept.progress, readAtMs: swept.readAtMs }
        : job;
    if (newest.lock !== null) return atMs - newest.readAtMs > lockReadingMaxAgeMs ? null : newest;
    return newest.readAtMs >= atMs ? newest : { ...newest, readAtMs: atMs };
  }

  async #feel(): Promise<Beat> {
    const beat = await this.#options.pulse.feel();
    if (beat.revision > this.#revision) {
      this.#revision = beat.revision;
      this.#answers.clear();
      this.#jobs.clear();
    }
    return beat;
  }

  #holds({ beat, startedAtMs }: Kept<unknown>, now: Beat): boolean {
    if (beat.revision !== now.revision) return false;
    if (beat.writes !== null && beat.writes === now.writes) return true;
    return this.#options.now() - startedAtMs < sureForMs || !this.#options.budget.allows();
  }
}
