import type { z } from "zod";

import { apiErrorSchema } from "@/lib/contract/api-error";
import type { ApiErrorCode } from "@/lib/contract/api-error";

/** An answer of the API that is an expected failure. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: ApiErrorCode;
  readonly requestId: string;
  readonly status: number;

  constructor(options: {
    readonly code: ApiErrorCode;
    readonly message: string;
    readonly requestId: string;
    readonly status: number;
  }) {
    super(options.message);
    this.code = options.code;
    this.requestId = options.requestId;
    this.status = options.status;
  }
}

/** An answer that does not follow the contract: another program answered, or the page is of another version. */
export class OddAnswerError extends Error {
  override readonly name = "OddAnswerError";
  readonly status: number;

  constructor(status: number) {
    super("The server gave an answer that this page does not understand. Reload the page.");
    this.status = status;
  }
}

export type JsonRequest = {
  readonly method?: "GET" | "POST" | "PUT";
  readonly body?: object;
  readonly signal?: AbortSignal;
};

/** A page left open takes an answer of some seconds ago where BullMQ told of no change, and so costs Redis little. */
const keptAnswers = { "cache-control": "max-age=10" };

/**
 * Calls our API and parses the answer by its schema.
 * Throws ApiError for an expected failure, OddAnswerError for an answer off the contract, TypeError when nothing answers.
 */
export async function fetchJson<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  { method = "GET", body, signal }: JsonRequest = {},
): Promise<z.infer<Schema>> {
  const response = await fetch(path, {
    method,
    headers: {
      accept: "application/json",
      ...(method === "GET" ? keptAnswers : {}),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  const answer = parseJson(await response.text());
  if (!response.ok) throw toError(answer, response.status);
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw new OddAnswerError(response.status);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toError(answer: unknown, status: number): Error {
  const parsed = apiErrorSchema.safeParse(answer);
  if (!parsed.success) return new OddAnswerError(status);
  const { error, requestId } = parsed.data;
  return new ApiError({ code: error.code, message: error.message, requestId, status });
}
