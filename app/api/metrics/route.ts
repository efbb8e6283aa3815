import { endpoints } from "@/lib/contract/endpoints";
import { getRuntime } from "@/lib/server/deps";
import { handle, serve } from "@/lib/server/http/serve";
import { getMetrics } from "@/lib/server/metrics/get-metrics";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handle(endpoints.getMetrics, () => getMetrics(getRuntime())),
});
