"use client";

import { Glyph } from "@/components/ui/glyph";
import { looksOf, toneText } from "@/components/ui/state-looks";
import type { Culprit, Diagnosis } from "@/lib/core/diagnosis";
import { formatDuration } from "@/lib/core/format-duration";
import { jobLabel } from "@/lib/core/job-label";
import type { JobRef } from "@/lib/core/job-ref";
import { causeWords } from "@/lib/core/why-text";

type Props = { readonly diagnosis: Diagnosis; readonly shown: Culprit; readonly onSelect: (ref: JobRef) => void };

const othersMax = 4;

/** The other culprits, worst first, one line each. */
export function AlsoHolding({ diagnosis, shown, onSelect }: Props) {
  const others = diagnosis.culprits.filter((culprit) => culprit !== shown);
  if (others.length === 0) return null;
  const rest = diagnosis.total - 1 - Math.min(others.length, othersMax);
  return (
    <section className="mt-1">
      <h3 className="text-12 leading-5 text-text-muted">
        {diagnosis.blocked ? "Also holding it up" : "Also waited for"}
      </h3>
      <ul>
        {others.slice(0, othersMax).map((culprit) => (
          <li key={`${culprit.job.queue} ${culprit.job.id} ${culprit.cause}`}>
            <Other culprit={culprit} onSelect={onSelect} />
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <p className="pl-6 text-12 text-text-muted">and {rest.toLocaleString("en-US")} more, marked in the outline</p>
      )}
    </section>
  );
}

function Other({ culprit, onSelect }: { readonly culprit: Culprit; readonly onSelect: Props["onSelect"] }) {
  const looks = looksOf(culprit.state, culprit.lock?.verdict ?? null, culprit.cause);
  const parent = culprit.chain.at(-2);
  return (
    <button
      type="button"
      onClick={() => onSelect(culprit.job)}
      className="flex min-h-6 w-full items-center gap-2 rounded-sm text-left whitespace-nowrap hover:bg-bg-subtle max-md:min-h-11"
    >
      <Glyph name={looks.glyph} className={toneText[looks.tone]} />
      <span className="min-w-0 flex-1 truncate">
        <b className="font-semibold">{culprit.job.name ?? "unnamed"}</b>{" "}
        <span className="mono-code text-text-muted">#{culprit.job.id.slice(0, 40)}</span>{" "}
        <span className="text-text-muted">
          {causeWords(culprit.cause)}
          {parent === undefined ? "" : ` in ${jobLabel(parent)}`}
        </span>
      </span>
      <span className="mono flex-none">{formatDuration(culprit.lock?.heldMs ?? culprit.blockedMs)}</span>
    </button>
  );
}
