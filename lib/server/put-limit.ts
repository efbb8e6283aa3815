import "server-only";

import type { PutLimitRequest } from "@/lib/contract/limit-request";

import { AppError } from "./app-error";
import type { Caller } from "./caller";
import type { Connection } from "./connection";

/** Sets what counts as slow for a job name; audited, refusals too. */
export function putLimit(
  { limits, writable, audit, cache, now }: Connection,
  request: PutLimitRequest,
  caller: Caller,
) {
  const entry = {
    atMs: now(),
    ...caller,
    what: "set-limits",
    operationId: null,
    job: null,
    reason: `${request.queue} ${request.name}`,
    before: null,
    after: null,
  } as const;
  if (!writable) {
    audit.append({ ...entry, result: "refused", code: "read-only" });
    throw new AppError("read-only");
  }
  const limit = limits.put(request);
  audit.append({ ...entry, result: "done", code: null });
  cache.invalidate();
  return limit;
}
