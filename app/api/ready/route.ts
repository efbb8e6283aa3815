import { endpoints } from "@/lib/contract/endpoints";
import { getRuntime } from "@/lib/server/deps";
import { isReady } from "@/lib/server/get-health";
import { handle, serve } from "@/lib/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handle(
    endpoints.getReady,
    async () => ({ ready: await isReady([...getRuntime().connections.values()]) }),
    ({ ready }) => (ready ? 200 : 503),
  ),
});
