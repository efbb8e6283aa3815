import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { endpoints } from "./endpoints";
import { buildOpenapi } from "./openapi";

const project = fileURLToPath(new URL("../..", import.meta.url));

/** `app/api/c/[conn]/queues/route.ts` → `/api/c/{conn}/queues` */
function pathOf(routeFile: string): string {
  return `/${dirname(routeFile)
    .replace(/^app\//, "")
    .replaceAll("[", "{")
    .replaceAll("]", "}")}`;
}

function callsOf(routeFile: string): string[] {
  const source = readFileSync(join(project, routeFile), "utf8");
  return [...source.matchAll(/^ {2}([A-Z]+): handle|serve\(\{ ([A-Z]+): handle/gm)].map(
    ([, onOwnLine, inLine]) => `${onOwnLine ?? inLine} ${pathOf(routeFile)}`,
  );
}

test("every call that a route serves is described, and nothing else is", () => {
  const files = readdirSync(join(project, "app/api"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("route.ts") && !file.startsWith("[[...path]]"))
    .map((file) => `app/api/${file}`);
  const served = files.flatMap(callsOf).toSorted();
  const described = Object.values(endpoints)
    .map(({ method, path }) => `${method} ${path}`)
    .toSorted();

  expect(served).toEqual(described);
});

test("each call names its parameters, its body and the shape of its answer and errors", () => {
  const { paths, components } = buildOpenapi("1.2.3");

  expect(paths["/api/c/{conn}/flows/{queue}/{job}"]).toMatchObject({
    get: {
      operationId: "getFlowView",
      parameters: expect.arrayContaining([
        { name: "conn", in: "path", required: true, schema: { type: "string" } },
        { name: "scope", in: "query", required: false, schema: { type: "string", enum: ["path", "problems", "all"] } },
      ]),
      responses: {
        "200": {
          content: { "application/json": { schema: { type: "object", required: expect.arrayContaining(["nodes"]) } } },
        },
      },
    },
  });
  expect(paths["/api/c/{conn}/actions"]).toMatchObject({
    post: { requestBody: { content: { "application/json": { schema: { required: ["action", "reason"] } } } } },
  });
  expect(components.schemas.Error).toMatchObject({ required: ["error", "requestId"] });
});
