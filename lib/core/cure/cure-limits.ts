/** How long each layer of a job may take, in ms. */
export type CureLimits = {
  /** One call to a service or a database. */
  readonly callMs: number;
  /** One attempt at the job. */
  readonly jobMs: number;
  /** From the adding of the flow to the start of any of its jobs. */
  readonly flowMs: number;
};

type Usual = { readonly p50: number; readonly p95: number };

/** Without a history nothing better is known than what most calls should need. */
const jobMsUnknown = 60_000;
const jobMsMin = 1_000;
/** Beyond what 95 % need: a limit that cuts off work that is merely slow makes more trouble than it mends. */
const timesUsual = 3;
const callShare = 1 / 3;
const timesJob = 10;
/** A child that an operator puts back hours later must still be allowed to run. */
const flowMsMin = 24 * 60 * 60 * 1_000;

/** Limits to start from, by what is usual for jobs of this name; round numbers, because people will change them. */
export function cureLimits(usual: Usual | null): CureLimits {
  const jobMs = usual === null ? jobMsUnknown : roundUp(Math.max(jobMsMin, usual.p95 * timesUsual));
  return { callMs: roundUp(jobMs * callShare), jobMs, flowMs: Math.max(flowMsMin, jobMs * timesJob) };
}

/** The next of 1, 2, 3, 5 or 6 times a power of ten. */
function roundUp(ms: number): number {
  const power = 10 ** Math.floor(Math.log10(ms));
  const step = [1, 2, 3, 5, 6].find((one) => one * power >= ms);
  return (step ?? 10) * power;
}
