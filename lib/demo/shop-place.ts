/** Where the shop lives: a Redis and a BullMQ prefix in it. */
export type ShopPlace = { readonly redisUrl: string; readonly prefix: string };

/** A hash of ours: that it exists marks the shop's queues under this prefix as the demo's, and it counts the orders. */
export function shopRecordKey(prefix: string): string {
  return `${prefix}:flowlock-demo`;
}
