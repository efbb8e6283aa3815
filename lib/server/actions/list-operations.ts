import "server-only";

import type { OperationHead } from "@/lib/contract/action-schemas";

import type { Connection } from "../connection";
import { toHead } from "./get-operation";

const operationsMax = 20;

/** The latest actions on many jobs, newest first: who closed the page of one finds it again. */
export async function listOperations({
  operations,
}: Pick<Connection, "operations">): Promise<{ operations: OperationHead[] }> {
  return { operations: (await operations.listRecent(operationsMax)).map(toHead) };
}
