import "server-only";

import type { Endpoint } from "@/lib/contract/endpoint";
import type { JobRef } from "@/lib/core/job-ref";

import { keptConnection } from "../connection";
import type { Connection } from "../connection";
import { connectionOf } from "../deps";
import { readJobParam, readParam } from "./job-address";
import { handle, takesKeptAnswer } from "./serve";
import type { Call } from "./serve";

/** A handler of a call below `/api/c/{conn}`. */
export function handleConnection<E extends Endpoint, A extends object>(
  endpoint: E,
  run: (connection: Connection, call: Call<E>) => A | Promise<A>,
  statusOf?: (answer: A) => number,
) {
  return handle(
    endpoint,
    async (call) => {
      const connection = connectionOf(readParam(call.params, "conn"));
      await connection.attention.note();
      return run(takesKeptAnswer(call.request) ? keptConnection(connection) : connection, call);
    },
    statusOf,
  );
}

type JobEndpoint = Endpoint & { readonly method: "GET" };

/** A handler of a read that names a job in its path. */
export function handleJob<E extends JobEndpoint>(
  endpoint: E,
  run: (connection: Connection, job: JobRef, call: Call<E>) => object | Promise<object>,
) {
  return handleConnection(endpoint, (connection, call) => {
    const query: { readonly job?: unknown } = call.query;
    return run(connection, readJobParam(call.params, typeof query.job === "string" ? query.job : undefined), call);
  });
}
