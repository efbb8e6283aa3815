import { shopQueues } from "./shop-queues";

/** Where the shop goes, or why it does not. */
export type PrefixChoice =
  | { readonly kind: "use"; readonly prefix: string }
  | { readonly kind: "refuse"; readonly message: string };

const usualPrefix = "bull";
const sidePrefix = "flowlock-demo";
const namedMax = 3;

/** Decides by the queues of others in that Redis. Queues of the same name are never shared, even when forced. */
export function choosePrefix(foreign: readonly string[], force: boolean): PrefixChoice {
  if (foreign.length === 0) return { kind: "use", prefix: usualPrefix };
  if (!force) return { kind: "refuse", message: refusal(foreign) };
  // The demo's workers would run the jobs of a queue that is not theirs.
  const collides = shopQueues.some((name) => foreign.includes(`${usualPrefix}:${name}`));
  return { kind: "use", prefix: collides ? sidePrefix : usualPrefix };
}

function refusal(foreign: readonly string[]): string {
  const named = foreign.slice(0, namedMax).join(", ");
  const more = foreign.length > namedMax ? ` and ${foreign.length - namedMax} more` : "";
  return `This Redis holds other BullMQ queues (${named}${more}); nothing was changed. Add --force to seed it all the same.`;
}
