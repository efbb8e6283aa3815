import "server-only";

import { randomUUID } from "node:crypto";

import type { z } from "zod";

import type { Endpoint } from "@/lib/contract/endpoint";
import { isCrossSiteWrite } from "@/lib/core/request-guard";

import { AppError } from "../app-error";
import { isProduction } from "../env";
import type { RouteParams } from "./job-address";
import { readJsonBody } from "./read-body";
import { errorResponse, failureResponse, jsonResponse } from "./respond";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof methods)[number];
type RouteExports = Record<Method | "OPTIONS", RouteHandler>;

type RouteHandler = (request: Request, context: { readonly params: Promise<RouteParams> }) => Promise<Response>;

export type Call<E extends Endpoint> = {
  readonly request: Request;
  readonly params: RouteParams;
  readonly query: z.output<E["query"]>;
  readonly body: E["body"] extends z.ZodType ? z.output<E["body"]> : null;
  readonly requestId: string;
};

/** A handler of one call: parses by the contract, runs, answers by the contract, and turns failures into the one error shape. */
export function handle<E extends Endpoint, A extends object>(
  endpoint: E,
  run: (call: Call<E>) => A | Promise<A>,
  statusOf: (answer: A) => number = () => 200,
): RouteHandler {
  return async (request, context) => {
    const requestId = randomUUID();
    try {
      assertSameSite(request);
      const params = await context.params;
      const query = parse(endpoint.query, readQuery(request), "query");
      const body = endpoint.body === null ? null : parse(endpoint.body, await readJsonBody(request), "body");
      // safe because `query` and `body` were just parsed by the schemas that `Call` names
      const answer = await run({ request, params, query, body, requestId } as Call<E>);
      if (answer instanceof Response) {
        answer.headers.set("x-request-id", requestId);
        return answer;
      }
      assertContract(endpoint, answer);
      return jsonResponse(answer, statusOf(answer), { "x-request-id": requestId });
    } catch (error) {
      return failureResponse(error, requestId);
    }
  };
}

/** A route's exports: the given handlers, and a 405 with `Allow` for every other method. */
export function serve(handlers: Partial<Record<Method, RouteHandler>>): RouteExports {
  const allowed = methods.filter((method) => handlers[method] !== undefined);
  const allow = [...allowed, ...(handlers.GET === undefined ? [] : ["HEAD"]), "OPTIONS"].join(", ");
  const refuse: RouteHandler = async () => errorResponse({ code: "method-not-allowed" }, randomUUID(), { allow });
  const tell: RouteHandler = async () =>
    new Response(null, { status: 204, headers: { allow, "cache-control": "no-store" } });
  return {
    OPTIONS: tell,
    GET: handlers.GET ?? refuse,
    POST: handlers.POST ?? refuse,
    PUT: handlers.PUT ?? refuse,
    PATCH: handlers.PATCH ?? refuse,
    DELETE: handlers.DELETE ?? refuse,
  };
}

/** A route's exports where there is nothing. */
export function serveNothing(): RouteExports {
  const refuse: RouteHandler = async () => errorResponse({ code: "not-found" }, randomUUID());
  return { GET: refuse, POST: refuse, PUT: refuse, PATCH: refuse, DELETE: refuse, OPTIONS: refuse };
}

/** The proxy refuses these too; a write must not depend on what stands in front of it. */
function assertSameSite({ method, headers }: Request): void {
  const crossSite = isCrossSiteWrite({
    method,
    secFetchSite: headers.get("sec-fetch-site"),
    origin: headers.get("origin"),
    host: headers.get("host"),
  });
  if (crossSite) throw new AppError("forbidden");
}

/** Our own pages say how old an answer may be; who says nothing gets what is true now. */
export function takesKeptAnswer({ method, headers }: Request): boolean {
  const maxAge = /(?:^|[\s,])max-age=(\d{1,6})(?:$|[\s,])/.exec(headers.get("cache-control") ?? "");
  return method === "GET" && maxAge !== null && Number(maxAge[1]) > 0;
}

function readQuery(request: Request): Record<string, string> {
  return Object.fromEntries(new URL(request.url).searchParams);
}

function parse(schema: z.ZodType, value: unknown, where: "query" | "body"): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.slice(0, 20).map((issue) => ({
    path: [where, ...issue.path.map(String)].join("."),
    message: issue.message,
  }));
  throw new AppError("invalid-request", details);
}

function assertContract(endpoint: Endpoint, answer: object): void {
  if (isProduction) return;
  const parsed = endpoint.answer.safeParse(answer);
  if (parsed.success) return;
  const paths = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`${endpoint.method} ${endpoint.path} answered against its contract: ${paths.join("; ")}`);
}
