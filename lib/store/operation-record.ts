import type { ActionResult } from "@/lib/core/action";
import type { Operation, OperationJob, OperationReading, ResultKind } from "@/lib/core/operation";
import { resultKinds } from "@/lib/core/operation";

/** The head of an operation as a hash; what happens to it later is added by the store's scripts. */
export function toHead({ jobs, ...operation }: Operation): Readonly<Record<string, string>> {
  return { operation: JSON.stringify(operation), total: String(jobs.length) };
}

/** The field that counts a kind of result. */
export function countField(kind: ResultKind): string {
  return `count:${kind}`;
}

/** `null` for an empty hash: there is no such operation. */
export function readHead(hash: Readonly<Record<string, string>>): OperationReading | null {
  const { operation, total, begun, stopping, endedAtMs } = hash;
  if (operation === undefined) return null;
  const [done = 0, skipped = 0, refused = 0, unknown = 0] = resultKinds.map((kind) =>
    Number(hash[countField(kind)] ?? 0),
  );
  return {
    operation: parseOperation(operation),
    total: Number(total),
    counts: { done, skipped, refused, unknown },
    begun: Number(begun ?? 0),
    stopping: stopping !== undefined,
    endedAtMs: endedAtMs === undefined ? null : Number(endedAtMs),
  };
}

// Safe because only this store writes below its keys, and these are what it wrote.
const parseOperation = (text: string): OperationReading["operation"] => JSON.parse(text);
export const parseJob = (text: string): OperationJob => JSON.parse(text);
export const parseResult = (text: string): ActionResult => JSON.parse(text);
