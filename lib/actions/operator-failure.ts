import { UnrecoverableError } from "bullmq";

import { readStacktrace } from "./stacktrace";

const signature = "    by an operator in Flowlock";

/**
 * The failure that BullMQ keeps with the job. Any other error is retried while attempts are left. Its stack holds the
 * operator's words instead of our files, and tells later that the job did not fail by itself.
 */
export function operatorFailure(reason: string): UnrecoverableError {
  const failure = new UnrecoverableError(reason);
  failure.stack = `UnrecoverableError: ${reason}\n${signature}`;
  return failure;
}

/** Whether the job's last failure was an operator's. */
export function isFailedByOperator(stacktrace: string | null): boolean {
  return readStacktrace(stacktrace).at(-1)?.endsWith(signature) === true;
}
