import { z } from "zod";

import { apiErrors, apiErrorSchema } from "./api-error";
import { endpoints } from "./endpoints";
import type { Endpoint } from "./endpoint";

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** OpenAPI 3.1 description of every call, made from the schemas that the routes themselves use. */
export function buildOpenapi(version: string) {
  const paths = new Map<string, Record<string, object>>();
  for (const [operationId, endpoint] of Object.entries(endpoints)) {
    const operations = paths.get(endpoint.path) ?? {};
    operations[endpoint.method.toLowerCase()] = toOperation(operationId, endpoint);
    paths.set(endpoint.path, operations);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Flowlock",
      version,
      description:
        "Flows and locks of BullMQ. Instants end in AtMs (epoch milliseconds on Redis' clock), durations in Ms. " +
        "A queue is named by its qualified name prefix:name. A job whose id can't be a path segment is named by /_?job=<id>.",
    },
    paths: Object.fromEntries(paths),
    components: { schemas: { Error: toSchema(apiErrorSchema, "output") } },
  };
}

function toOperation(operationId: string, endpoint: Endpoint): object {
  return {
    operationId,
    summary: endpoint.summary,
    parameters: [...pathParameters(endpoint.path), ...queryParameters(endpoint.query)],
    ...(endpoint.body === null
      ? {}
      : {
          requestBody: {
            required: true,
            content: { "application/json": { schema: toSchema(endpoint.body, "input") } },
          },
        }),
    responses: {
      "200": {
        description:
          endpoint.answerType === "text/event-stream" ? "Events; the data of each by its name" : "The answer",
        content: { [endpoint.answerType ?? "application/json"]: { schema: toSchema(endpoint.answer, "output") } },
      },
      default: {
        description: `An error, one of: ${Object.keys(apiErrors).join(", ")}`,
        content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
      },
    },
  };
}

function pathParameters(path: string): object[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => ({
    name: match[1],
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function queryParameters(query: z.ZodObject): object[] {
  const schema = toSchema(query, "input");
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    in: "query",
    required: required.has(name),
    schema: property,
  }));
}

function toSchema(schema: z.core.$ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}
