import { endpoints } from "@/lib/contract/endpoints";
import { listFlows } from "@/lib/server/list-flows";
import { serve } from "@/lib/server/http/serve";
import { handleConnection } from "@/lib/server/http/serve-connection";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handleConnection(endpoints.listFlows, (connection, { query }) => listFlows(connection, query)),
});
