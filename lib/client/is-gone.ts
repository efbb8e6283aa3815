import { ApiError } from "./fetch-json";

/** Redis does not have what was asked for. */
export function isGone(error: Error | null): boolean {
  return error instanceof ApiError && error.status === 404;
}
