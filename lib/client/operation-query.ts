import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import type { OperationAnswer } from "@/lib/contract/action-schemas";
import type { ActionResult } from "@/lib/core/action";
import type { ResultKind } from "@/lib/core/operation";

import { fetchJson } from "./fetch-json";
import { apiPathOf } from "./links";
import { whileLive } from "./live-switch";
import { connKey } from "./queries";

const underWayMs = 1_000;
const latestMs = 5_000;
const pageMax = "200";

export const operationPath = (conn: string, id: string, query: Readonly<Record<string, string | undefined>> = {}) =>
  apiPathOf(conn, `operations/${encodeURIComponent(id)}`, query);

type UnderWay = { readonly state: { readonly data?: { readonly pages: readonly OperationAnswer[] } | undefined } };

/** An action on many jobs with its results page by page, of one kind where asked for; asked again until it has ended. */
export const operationQuery = (conn: string, id: string, result: ResultKind | null) =>
  infiniteQueryOptions({
    queryKey: [...connKey(conn), "operation", id, result],
    queryFn: ({ pageParam, signal }) =>
      fetchJson(operationPath(conn, id, { result: result ?? undefined, cursor: pageParam ?? undefined }), "operation", {
        signal,
      }),
    initialPageParam: firstPage,
    getNextPageParam: ({ cursor }) => cursor,
    refetchInterval: ({ state }: UnderWay) => (state.data?.pages.at(-1)?.endedAtMs === null ? underWayMs : false),
    placeholderData: keepPreviousData,
  });

/** The latest actions on many jobs. */
export const operationsQuery = (conn: string) =>
  queryOptions({
    queryKey: [...connKey(conn), "operations"],
    queryFn: ({ signal }) => fetchJson(apiPathOf(conn, "operations"), "operations", { signal }),
    refetchInterval: whileLive(latestMs),
    placeholderData: keepPreviousData,
  });

/** All results of an operation, of some kinds where asked for; read page by page. */
export async function fetchResults(
  conn: string,
  id: string,
  kinds: readonly (ResultKind | null)[] = [null],
): Promise<readonly ActionResult[]> {
  const results: ActionResult[] = [];
  for (const kind of kinds) {
    let cursor: string | null = null;
    do {
      const path: string = operationPath(conn, id, {
        ...{ result: kind ?? undefined, limit: pageMax, cursor: cursor ?? undefined },
      });
      const page: Awaited<ReturnType<typeof fetchJson<"operation">>> = await fetchJson(path, "operation");
      results.push(...page.results);
      ({ cursor } = page);
    } while (cursor !== null);
  }
  return results;
}

const firstPage: string | null = null;
