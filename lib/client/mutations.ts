import { useMutation, useQueryClient } from "@tanstack/react-query";

import type { ActRequest } from "@/lib/contract/action-requests";
import type { PutLimitRequest } from "@/lib/contract/limit-request";

import { fetchJson } from "./fetch-json";
import { healthKey } from "./health-cache";
import { apiPathOf } from "./links";
import { operationPath } from "./operation-query";
import { connKey } from "./queries";

/** Sends one test alert; how alerts fare, and the log of actions, are then read again. */
export function useTestAlert(conn: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => fetchJson(apiPathOf(conn, "alerts/test"), "alertTest", { method: "POST", body: {} }),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: healthKey }),
        queryClient.invalidateQueries({ queryKey: connKey(conn) }),
      ]),
  });
}

/** Sets what counts as slow or stuck for a job name, or mutes it; verdicts are then read again. */
export function usePutLimit(conn: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: PutLimitRequest) => fetchJson(apiPathOf(conn, "limits"), "limit", { method: "PUT", body }),
    onSettled: () => void queryClient.invalidateQueries({ queryKey: connKey(conn) }),
  });
}

/** Acts on jobs that are still as they were seen; then everything on screen is read again. */
export function useAct(conn: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: ActRequest) => fetchJson(apiPathOf(conn, "actions"), "act", { method: "POST", body }),
    // Not waited for: a page that finds its job gone lets go of the dialog, and with it of the result that is to be told.
    onSettled: () => void queryClient.invalidateQueries({ queryKey: connKey(conn) }),
  });
}

/** Stops an action on many jobs after the job that it is at. */
export function useStopOperation(conn: string, id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => fetchJson(operationPath(conn, id), "operation", { method: "DELETE" }),
    onSettled: () => void queryClient.invalidateQueries({ queryKey: connKey(conn) }),
  });
}
