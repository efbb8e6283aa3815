import "server-only";

import { pino } from "pino";

/** The fields that may be logged: our own texts, codes and names. Never an error object, a client or a URL. */
export type LogFields = {
  readonly code?: string;
  readonly connection?: string;
  readonly requestId?: string;
  readonly errorName?: string;
  /** Stack frames without their first line: an error's message may hold a secret. */
  readonly frames?: readonly string[];
  readonly queues?: number;
  readonly locks?: number;
};

const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime });

/** One JSON line on stdout. */
export function log(level: "info" | "warn" | "error", text: string, fields: LogFields = {}): void {
  logger[level](fields, text);
}

/** Logs an unexpected failure by its class and place, never by its message. */
export function logUnexpected(error: unknown, requestId: string): void {
  log("error", "A request failed unexpectedly.", { requestId, ...describeError(error) });
}

/** What may be told of an unexpected error: its class and where it was thrown. */
export function describeError(error: unknown): Pick<LogFields, "errorName" | "frames"> {
  if (!(error instanceof Error)) return { errorName: typeof error, frames: [] };
  const lines = (error.stack ?? "")
    .replace(error.message, "")
    .split("\n")
    .map((line) => line.trim());
  return { errorName: error.name, frames: lines.filter((line) => line.startsWith("at ")).slice(0, 8) };
}
