import { endpoints } from "@/lib/contract/endpoints";
import { serve } from "@/lib/server/http/serve";
import { handleConnection } from "@/lib/server/http/serve-connection";
import { listIncidents } from "@/lib/server/list-incidents";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handleConnection(endpoints.listIncidents, (connection, { query }) => listIncidents(connection, query)),
});
