import { endpoints } from "@/lib/contract/endpoints";
import { listOperations } from "@/lib/server/actions/list-operations";
import { serve } from "@/lib/server/http/serve";
import { handleConnection } from "@/lib/server/http/serve-connection";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handleConnection(endpoints.listOperations, (connection) => listOperations(connection)),
});
