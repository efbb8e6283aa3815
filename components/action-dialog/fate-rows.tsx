import { Glyph } from "@/components/ui/glyph";
import { stateLooks, toneText } from "@/components/ui/state-looks";
import type { Outcome } from "@/lib/core/action";
import { sameJob } from "@/lib/core/job-ref";

/** The fate of each parent: what it is now, and what it becomes. */
export function FateRows({ outcome }: { readonly outcome: Outcome }) {
  const parents = outcome.effects.filter((effect) => !sameJob(effect.job, outcome.job));
  if (parents.length === 0) return null;
  return (
    <ul className="mt-2 grid gap-1">
      {parents.map(({ job, from, to, why }) => {
        const after = to === null ? null : stateLooks[to];
        return (
          <li key={`${job.queue} ${job.id}`} className="flex flex-wrap items-center gap-x-2" title={why}>
            <span className="min-w-0 flex-1 truncate">
              <b className="font-semibold">{job.name ?? "unnamed"}</b>{" "}
              <span className="mono text-text-muted">#{job.id.slice(0, 60)}</span>
            </span>
            <Glyph name={stateLooks[from].glyph} className={toneText[stateLooks[from].tone]} />
            <span>{from}</span>
            <Glyph name="arrow" />
            {after !== null && <Glyph name={after.glyph} className={toneText[after.tone]} />}
            <span className="font-medium">{to ?? "deleted"}</span>
          </li>
        );
      })}
    </ul>
  );
}
