import "server-only";

import { AppError } from "./app-error";

/** Jobs of one synchronous action or preview. */
export const actionJobsMax = 25;

export function invalidField(path: string, message: string): AppError {
  return new AppError("invalid-request", [{ path, message }]);
}
