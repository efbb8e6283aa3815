import type { Effect, Outcome } from "./action";
import { jobKey, sameJob } from "./job-ref";
import type { NamedJob } from "./job-ref";

export type OutcomeFates = {
  /** Jobs that are acted on. */
  readonly allowed: readonly NamedJob[];
  readonly parentsStart: readonly NamedJob[];
  readonly parentsStayBlocked: readonly NamedJob[];
  readonly parentsFail: readonly NamedJob[];
  readonly rootsFail: readonly NamedJob[];
};

/** What becomes of the jobs and their parents over all outcomes that are allowed, each parent once; refused ones change nothing. */
export function outcomeFates(outcomes: readonly Outcome[]): OutcomeFates {
  const allowed = outcomes.filter((outcome) => outcome.allowed);
  const parents = new Map<string, Effect>();
  const roots = new Map<string, NamedJob>();
  for (const { job, effects, warnings } of allowed) {
    const upward = effects.filter((effect) => !sameJob(effect.job, job));
    for (const effect of upward) parents.set(jobKey(effect.job), worse(parents.get(jobKey(effect.job)), effect));
    const last = upward.at(-1);
    if (last !== undefined && warnings.includes("root-fails")) roots.set(jobKey(last.job), last.job);
  }
  const fates = [...parents.values()];
  const those = (is: (effect: Effect) => boolean) => fates.filter(is).map(({ job }) => job);
  return {
    allowed: allowed.map(({ job }) => job),
    parentsStart: those(starts),
    parentsStayBlocked: those(({ to }) => to === "waiting-children"),
    parentsFail: those(fails),
    rootsFail: [...roots.values()],
  };
}

/** Of two children's effects on one parent the stronger counts: to fail it, then to start it. */
function worse(known: Effect | undefined, effect: Effect): Effect {
  if (known === undefined) return effect;
  if (fails(known) || fails(effect)) return fails(known) ? known : effect;
  return starts(known) ? known : effect;
}

function fails({ to }: Effect): boolean {
  return to === "failed" || to === null;
}

function starts({ to }: Effect): boolean {
  return to === "waiting" || to === "prioritized" || to === "delayed";
}
