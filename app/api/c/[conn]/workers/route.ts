import { endpoints } from "@/lib/contract/endpoints";
import { listWorkers } from "@/lib/server/list-workers";
import { serve } from "@/lib/server/http/serve";
import { handleConnection } from "@/lib/server/http/serve-connection";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handleConnection(endpoints.listWorkers, listWorkers),
});
