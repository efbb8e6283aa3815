import { endpoints } from "@/lib/contract/endpoints";
import { listLocks } from "@/lib/server/list-locks";
import { serve } from "@/lib/server/http/serve";
import { handleConnection } from "@/lib/server/http/serve-connection";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handleConnection(endpoints.listLocks, (connection, { query }) => listLocks(connection, query)),
});
