/**
 * Of all combinations so few that each pair of values of two different factors stands in one of them: greedily the
 * combination with the most pairs that none before it has, the earlier one where two have as many.
 */
export function coverPairs<C extends Readonly<Record<string, unknown>>>(combinations: readonly C[]): readonly C[] {
  const left = new Set(combinations.flatMap(pairsOf));
  const chosen: C[] = [];
  while (left.size > 0) {
    let best: { readonly one: C; readonly news: readonly string[] } | null = null;
    for (const one of combinations) {
      const news = pairsOf(one).filter((pair) => left.has(pair));
      if (news.length > (best?.news.length ?? 0)) best = { one, news };
    }
    if (best === null) throw new Error("Every pair stands in a combination.");
    chosen.push(best.one);
    for (const pair of best.news) left.delete(pair);
  }
  return chosen;
}

/** Each two values of a combination with their factors' names, as one text. */
export function pairsOf(combination: Readonly<Record<string, unknown>>): readonly string[] {
  const values = Object.entries(combination).map(([factor, value]) => `${factor}=${JSON.stringify(value)}`);
  return values.flatMap((value, index) => values.slice(index + 1).map((other) => `${value} ${other}`));
}
