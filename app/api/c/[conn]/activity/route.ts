import { endpoints } from "@/lib/contract/endpoints";
import { listActivity } from "@/lib/server/list-activity";
import { serve } from "@/lib/server/http/serve";
import { handleConnection } from "@/lib/server/http/serve-connection";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handleConnection(endpoints.listActivity, (connection, { query }) => listActivity(connection, query)),
});
