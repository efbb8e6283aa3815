import type { ChainLink } from "./diagnosis";

export type Crumb =
  | { readonly kind: "job"; readonly link: ChainLink }
  | { readonly kind: "folded"; readonly count: number };

const crumbsMax = 4;

/** A chain as at most four crumbs: of a longer one the middle folds, the root and the last two stay. */
export function foldChain(chain: readonly ChainLink[]): readonly Crumb[] {
  const all = chain.map((link) => ({ kind: "job", link }) as const);
  if (all.length <= crumbsMax) return all;
  const kept = crumbsMax - 2;
  return [...all.slice(0, 1), { kind: "folded", count: all.length - 1 - kept }, ...all.slice(-kept)];
}
