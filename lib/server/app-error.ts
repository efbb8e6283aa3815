import "server-only";

import type { ApiErrorCode } from "@/lib/contract/api-error";
import type { JsonValue } from "@/lib/core/json-value";

/** An expected failure; the edge turns it into the answer of its code. `details` are sent to the caller. */
export class AppError extends Error {
  override readonly name = "AppError";
  constructor(
    readonly code: ApiErrorCode,
    readonly details?: JsonValue,
    options?: ErrorOptions,
  ) {
    super(code, options);
  }
}

/** By name: Next bundles routes apart, so `instanceof` may meet another copy of this class. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === "AppError";
}
