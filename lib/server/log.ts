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
  const isError = error instanceof Error;
  log("error", "A request failed unexpectedly.", {
    requestId,
    errorName: isError ? error.name : typeof error,
    frames: isError ? stackFrames(error) : [],
  });
}

function stackFrames(error: Error): string[] {
  const lines = (error.stack ?? "").split("\n").map((line) => line.trim());
  return lines.filter((line) => line.startsWith("at ")).slice(0, 8);
}
