import type * as z from "zod/mini";

import type { answerSchemas } from "@/lib/contract/answer-schemas";
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
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly body?: object;
  readonly signal?: AbortSignal;
};

/** A page left open takes an answer of some seconds ago where BullMQ told of no change, and so costs Redis little. */
const keptAnswers = { "cache-control": "max-age=10" };

type AnswerSchemas = typeof answerSchemas;
export type AnswerName = Exclude<keyof AnswerSchemas, "error">;
type Answers = { readonly [Name in keyof AnswerSchemas]: z.infer<AnswerSchemas[Name]> };
type SchemaOf = { readonly [Name in keyof Answers]: z.ZodMiniType<Answers[Name]> };

/**
 * Calls our API and parses the answer by the schema of this name.
 * Throws ApiError for an expected failure, OddAnswerError for an answer off the contract, TypeError when nothing answers.
 */
export async function fetchJson<Name extends AnswerName>(
  path: string,
  name: Name,
  { method = "GET", body, signal }: JsonRequest = {},
): Promise<Answers[Name]> {
  const loading = loadSchemas();
  loading.catch(() => undefined); // nothing is lost: it is awaited below; this only keeps it handled if the request fails first
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
  const schemas = await loading;
  if (!response.ok) throw toError(parseBy(schemas.error, answer), response.status);
  const parsed = parseBy<Answers[Name]>(schemas[name], answer);
  if (parsed === null) throw new OddAnswerError(response.status);
  return parsed.data;
}

/** Beside the first request, not before it. One that fails is tried again by the next request. */
async function loadSchemas(): Promise<SchemaOf> {
  return (await import("@/lib/contract/answer-schemas")).answerSchemas;
}

function parseBy<Answer>(schema: z.ZodMiniType<Answer>, answer: unknown): { readonly data: Answer } | null {
  const parsed = schema.safeParse(answer);
  return parsed.success ? { data: parsed.data } : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toError(parsed: { readonly data: Answers["error"] } | null, status: number): Error {
  if (parsed === null) return new OddAnswerError(status);
  const { error, requestId } = parsed.data;
  return new ApiError({ code: error.code, message: error.message, requestId, status });
}
