import type { ReactNode } from "react";

/** A name and what is known under it; a value of `null` leaves the row out. */
export type NamedFact = readonly [name: string, value: ReactNode];

/** Facts in two columns: names of 112 px, values beside them. */
export function FactTable({
  facts,
  className = "",
}: {
  readonly facts: readonly NamedFact[];
  readonly className?: string;
}): ReactNode {
  return (
    <dl className={`grid grid-cols-[112px_minmax(0,1fr)] gap-x-2 gap-y-1 ${className}`}>
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name} className="contents">
            <dt className="text-text-muted">{name}</dt>
            <dd className="min-w-0 wrap-anywhere">{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
