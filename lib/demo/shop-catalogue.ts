/** A source of numbers in [0, 1), such as `Math.random`. */
export type Random = () => number;

const customers = [
  "Ada Novak",
  "Bilal Haddad",
  "Chiara Ricci",
  "Dmitri Sokolov",
  "Emeka Obi",
  "Freya Lind",
  "Grace Kim",
];
const products = ["Linen shirt", "Walnut desk", "Pour-over kettle", "Wool blanket", "Trail shoes", "Desk lamp"];
const carriers = ["DHL", "UPS", "GLS"];
const cards = ["visa", "mastercard", "amex"];

export function pickCustomer(random: Random): string {
  return pick(customers, random);
}

export function pickProduct(random: Random): string {
  return pick(products, random);
}

export function pickCarrier(random: Random): string {
  return pick(carriers, random);
}

export function pickCard(random: Random): { readonly brand: string; readonly last4: string } {
  return { brand: pick(cards, random), last4: String(Math.floor(1_000 + random() * 9_000)) };
}

/** An amount of money in cents, 5 to 405 euros. */
export function pickAmountCents(random: Random): number {
  return 500 + Math.floor(random() * 40_000);
}

function pick(values: readonly string[], random: Random): string {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error("A random source gave a number outside [0, 1), or the list is empty.");
  return value;
}
