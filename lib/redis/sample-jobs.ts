import type { JobRef } from "@/lib/core/job-ref";

import { byPrefix } from "./by-prefix";
import { jobHashKey, jobPartKey } from "./keys";
import { readInChunks } from "./read-in-chunks";
import type { ReadScript } from "./read-script";
import type { RedisClock } from "./redis-clock";

/** A job's lock and the asked fields of its hash, all of one instant. */
export type JobSample = {
  readonly ref: JobRef;
  readonly atMs: number;
  readonly token: string | null;
  readonly ttlMs: number;
  /** In the order in which they were asked for, `null` where absent. */
  readonly fields: readonly (string | null)[];
};

/**
 * Hands over samples as they come, some hundred at a time, so that thousands needn't be kept at once. What is no hash
 * is left out; one may come again where the way to read changed midway.
 */
export type SampleJobs = (refs: readonly JobRef[], fields: readonly string[], take: TakeSamples) => Promise<void>;
type TakeSamples = (samples: readonly JobSample[]) => void;

/** Long enough for some hundred jobs, looked at every fifty. */
const budgetUs = 2_000;
const jobsPerSlice = 500;
/** One is under way at a time; the next ones stand ready, so that it starts while this one's reply is decoded. */
const slicesReady = 50;
const notAHash = -3;

/** By time-budgeted scripts: a reply for hundreds of jobs. Throws `ScriptRefusedError` where they are not allowed. */
export function sampleByScript(script: ReadScript): SampleJobs {
  return (refs, fields, take) =>
    inChunks(refs, { chunkSize: jobsPerSlice, chunksInFlight: slicesReady }, (chunk) =>
      runSlices(script, { refs: chunk, fields, take }),
    );
}

type Task = { readonly refs: readonly JobRef[]; readonly fields: readonly string[]; readonly take: TakeSamples };

async function runSlices(script: ReadScript, { refs, fields, take }: Task): Promise<void> {
  let left = refs;
  for (let first = left[0]; first !== undefined; first = left[0]) {
    const args = [budgetUs, JSON.stringify(fields), JSON.stringify(groupIds(left))];
    const reply = await script.run(jobHashKey(first), args);
    const [atMs, read, values] = Array.isArray(reply) ? reply : [];
    if (typeof read !== "number" || read < 1) throw new Error("The script came to no job.");
    const slice = { refs: left.slice(0, read), values: Array.isArray(values) ? values : [], atMs: Number(atMs) };
    take(toSamples(slice, fields.length));
    left = left.slice(read);
  }
}

type SliceReply = { readonly refs: readonly JobRef[]; readonly values: readonly unknown[]; readonly atMs: number };

function toSamples({ refs, values, atMs }: SliceReply, fieldCount: number): readonly JobSample[] {
  return refs.flatMap((ref, index): JobSample | readonly [] => {
    const at = index * (2 + fieldCount);
    const ttlMs = Number(values[at + 1]);
    if (ttlMs === notAHash) return [];
    const fields = values.slice(at + 2, at + 2 + fieldCount).map(textOrNull);
    return { ref, atMs, token: textOrNull(values[at]), ttlMs, fields };
  });
}

/** Queue and ids in turns, for refs whose neighbours mostly share a queue. */
function groupIds(refs: readonly JobRef[]): readonly (string | readonly string[])[] {
  const groups: (string | string[])[] = [];
  let queue: string | null = null;
  let ids: string[] = [];
  for (const ref of refs) {
    if (ref.queue !== queue) {
      ids = [];
      queue = ref.queue;
      groups.push(queue, ids);
    }
    ids.push(ref.id);
  }
  return groups;
}

/** Jobs whose tokens, TTLs and fields are read in one MULTI: two light commands each. */
const jobsPerMulti = 200;
const multisInFlight = 3;

/** By plain commands, for users without scripting rights. */
export function sampleByCommands(clock: RedisClock): SampleJobs {
  return (refs, fields, take) =>
    inChunks(refs, { chunkSize: jobsPerMulti, chunksInFlight: multisInFlight }, async (chunk) =>
      take(await readTogether(clock, chunk, fields)),
    );
}

async function readTogether(clock: RedisClock, refs: readonly JobRef[], fields: readonly string[]) {
  const { atMs, replies } = await clock.runAtOneInstant((multi) => {
    multi.mget(refs.map((ref) => jobPartKey(ref, "lock")));
    for (const ref of refs) {
      multi.pttl(jobPartKey(ref, "lock"));
      multi.hmget(jobHashKey(ref), ...fields);
    }
  });
  const tokens: readonly unknown[] = Array.isArray(replies[0]) ? replies[0] : [];
  return refs.flatMap((ref, index): JobSample | readonly [] => {
    const [ttlMs, values] = [replies[1 + index * 2], replies[2 + index * 2]];
    if (!Array.isArray(values)) return [];
    return { ref, atMs, token: textOrNull(tokens[index]), ttlMs: Number(ttlMs), fields: values.map(textOrNull) };
  });
}

/** In chunks of one prefix: those are in one slot of a cluster, where they can be read together at all. */
async function inChunks(
  refs: readonly JobRef[],
  chunks: Parameters<typeof readInChunks>[1],
  read: (refs: readonly JobRef[]) => Promise<void>,
): Promise<void> {
  for (const group of byPrefix(refs, ({ queue }) => queue))
    await readInChunks(group, chunks, async (chunk): Promise<readonly never[]> => {
      await read(chunk);
      return [];
    });
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
