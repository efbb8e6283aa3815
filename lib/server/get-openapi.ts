import "server-only";

import { buildOpenapi } from "@/lib/contract/openapi";
import { version } from "@/package.json";

let built: object | null = null;

/** The description of the API, built once. */
export function getOpenapi(): object {
  built ??= buildOpenapi(version);
  return built;
}
