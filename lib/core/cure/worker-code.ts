/** The worker, its listeners and the processor; it uses the names that `cureCode` declares above it. */
export const workerCode = `/** What the job does: yours. Hand \`signal\` to every call that can hang. */
export type Work = (job: Job, signal: AbortSignal) => Promise<unknown>;

/** An example; each await has a limit and a try/catch of its own, so that the reason says what hung. */
async function callService(job: Job, signal: AbortSignal): Promise<unknown> {
  let response: Response;
  try {
    response = await withinLimit("The call", callLimitMs, signal, (limited) =>
      fetch(String(job.data.url), { signal: limited }),
    );
  } catch (error) {
    throw new Error(\`\${job.name}: \${messageOf(error)}\`, { cause: error });
  }
  try {
    // A sign of progress: a long job that gives one is not taken for a stuck one.
    await job.updateProgress(50);
  } catch (error) {
    tell("progress", { jobId: job.id, reason: messageOf(error) });
  }
  try {
    return await withinLimit("Reading the answer", callLimitMs, signal, () => response.text());
  } catch (error) {
    throw new Error(\`\${job.name}: \${messageOf(error)}\`, { cause: error });
  }
}

/** The work of each job name. Jobs of other names need theirs here too, or they fail. */
export const works = new Map<string, Work>([[jobName, callService]]);

export function startWorker(): Worker {
  const worker = new Worker(queueName, (job, _token, cancelled) => runJob(job, cancelled), {
    connection,
    prefix,
    // Without a name nobody can tell whose lock it is; with a space in it Redis refuses it.
    name: \`\${hostname()}-\${process.pid}\`.replace(/[^!-~]/g, "-"),
  });
  worker.on("completed", (job) => tell("completed", { jobId: job.id }));
  worker.on("failed", (job, error) => tell("failed", { jobId: job?.id, reason: error.message }));
  worker.on("stalled", (jobId) => tell("stalled", { jobId }));
  worker.on("error", (error) => tell("error", { reason: error.message }));
  worker.on("lockRenewalFailed", (jobIds) => tell("lockRenewalFailed", { jobIds }));
  process.once("SIGTERM", () => void stopWorker(worker));
  return worker;
}

/** Closing waits for the running jobs, which their limit ends: it can't wait for ever. */
async function stopWorker(worker: Worker): Promise<void> {
  try {
    await withinLimit("Closing", jobLimitMs + 5_000, undefined, () => worker.close());
    process.exit(0);
  } catch (error) {
    tell("error", { reason: messageOf(error) });
    process.exit(1);
  }
}

/** Tells how jobs of this queue end, in whichever worker: use it in one process beside the workers. */
export function watchQueue(): QueueEvents {
  const events = new QueueEvents(queueName, { connection, prefix });
  events.on("completed", ({ jobId }) => tell("queue: completed", { jobId }));
  events.on("failed", ({ jobId, failedReason }) => tell("queue: failed", { jobId, reason: failedReason }));
  events.on("stalled", ({ jobId }) => tell("queue: stalled", { jobId }));
  events.on("error", (error) => tell("queue: error", { reason: error.message }));
  return events;
}

async function runJob(job: Job, cancelled: AbortSignal | undefined): Promise<unknown> {
  const work = works.get(job.name);
  if (work === undefined) throw new Error(\`No work is set for jobs named \${job.name}.\`);
  // All jobs of a flow are added together, so a child's own timestamp is the flow's.
  const flowLeftMs = job.parentKey === undefined ? jobLimitMs : job.timestamp + flowLimitMs - Date.now();
  if (flowLeftMs <= 0) throw new UnrecoverableError(\`The flow's limit of \${flowLimitMs} ms was over before it started.\`);
  try {
    const limitMs = Math.min(jobLimitMs, flowLeftMs);
    return await withinLimit(job.name, limitMs, cancelled, (signal) => work(job, signal));
  } catch (error) {
    throw error instanceof Error ? error : new Error(messageOf(error));
  }
}`;
