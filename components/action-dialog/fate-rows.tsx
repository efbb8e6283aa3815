import { Glyph } from "@/components/ui/glyph";
import { JobName } from "@/components/ui/job-name";
import { stateLooks, toneText } from "@/components/ui/state-looks";
import type { Outcome } from "@/lib/core/action";
import { sameJob } from "@/lib/core/job-ref";
import type { State } from "@/lib/core/job-state";

/** The fate of each parent: what it is now, and what it becomes. */
export function FateRows({ outcome }: { readonly outcome: Outcome }) {
  const parents = outcome.effects.filter((effect) => !sameJob(effect.job, outcome.job));
  if (parents.length === 0) return null;
  return (
    <ul className="mt-2">
      {parents.map(({ job, from, to, why }) => (
        <li
          key={`${job.queue} ${job.id}`}
          className="grid min-h-6 items-center gap-x-2 max-md:py-1 md:grid-cols-[minmax(0,1fr)_auto]"
          title={why}
        >
          <JobName name={job.name} id={job.id} nameClassName="font-semibold" />
          <span className="flex items-center gap-2 whitespace-nowrap">
            <StateWord state={from} />
            <Glyph name="arrow" className="text-text-muted" />
            <span className="sr-only">becomes</span>
            {to === null ? (
              <span className="font-medium">deleted</span>
            ) : from === to ? (
              <span className="font-medium">no change</span>
            ) : (
              <StateWord state={to} />
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

function StateWord({ state }: { readonly state: State }) {
  const { glyph, tone } = stateLooks[state];
  return (
    <span className="inline-flex items-center gap-1.5">
      <Glyph name={glyph} className={toneText[tone]} />
      {state}
    </span>
  );
}
