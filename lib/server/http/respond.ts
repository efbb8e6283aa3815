import "server-only";

import { apiErrors } from "@/lib/contract/api-error";
import type { ApiErrorCode } from "@/lib/contract/api-error";
import type { JsonValue } from "@/lib/core/json-value";
import { isRedisDenied, isRedisUnavailable } from "@/lib/core/redis-failure";

import { isAppError } from "../app-error";
import { logUnexpected } from "../log";

type Failure = { readonly code: ApiErrorCode; readonly details?: JsonValue | undefined };

/** A JSON answer that nobody stores. */
export function jsonResponse(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...headers,
    },
  });
}

/** The answer of an expected failure. */
export function errorResponse(
  { code, details }: Failure,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const { status, message } = apiErrors[code];
  const error = details === undefined ? { code, message } : { code, message, details };
  return jsonResponse({ error, requestId }, status, { "x-request-id": requestId, ...headers });
}

/** The answer of anything that was thrown; what was not expected is logged here, once, and leaves as `internal`. */
export function failureResponse(error: unknown, requestId: string): Response {
  const failure = toFailure(error);
  if (failure !== null) return errorResponse(failure, requestId);
  logUnexpected(error, requestId);
  return errorResponse({ code: "internal" }, requestId);
}

/** The code of an expected failure; `null` for anything else. */
export function toFailure(error: unknown): Failure | null {
  if (isAppError(error)) return { code: error.code, details: error.details };
  if (isRedisUnavailable(error)) return { code: "redis-unavailable", details: { reason: error.reason } };
  if (isRedisDenied(error)) {
    return { code: "redis-denied", details: { command: error.command, kind: error.kind } };
  }
  return null;
}
