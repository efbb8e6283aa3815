/** Characters of a name that become a label: a job's name may be of any length. */
const labelMax = 200;

/** What stands for all that did not get a series of its own. No queue is called so: its qualified name has a colon. */
export const otherLabel = "other";

export type Labelled = { readonly labels: readonly string[]; readonly value: number };

type Bound = {
  readonly seriesMax: number;
  /** How two values under one label become one: counts add up, ages don't. */
  readonly join: (a: number, b: number) => number;
};

/**
 * At most `seriesMax` series and one for all others: whatever names people choose, Prometheus keeps a bounded number.
 * The largest values keep their names; equal ones in the order of their labels, so that none comes and goes.
 */
export function boundLabels(all: Iterable<Labelled>, { seriesMax, join }: Bound): readonly Labelled[] {
  const joined = new Map<string, Labelled>();
  for (const { labels, value } of all) {
    const cut = labels.map(toLabel);
    const key = JSON.stringify(cut);
    const known = joined.get(key);
    joined.set(key, { labels: cut, value: known === undefined ? value : join(known.value, value) });
  }
  const sorted = [...joined].sort(([a, { value: x }], [b, { value: y }]) => y - x || (a < b ? -1 : 1));
  const series = sorted.map(([, one]) => one);
  const [first, ...rest] = series.slice(seriesMax);
  if (first === undefined) return series;
  const other = rest.reduce((value, one) => join(value, one.value), first.value);
  return [...series.slice(0, seriesMax), { labels: first.labels.map(() => otherLabel), value: other }];
}

function toLabel(name: string): string {
  return name.length <= labelMax ? name : `${name.slice(0, labelMax - 1)}…`;
}
