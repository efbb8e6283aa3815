import { endpoints } from "@/lib/contract/endpoints";
import { callerOf } from "@/lib/server/caller";
import { serve } from "@/lib/server/http/serve";
import { handleConnection } from "@/lib/server/http/serve-connection";
import { putLimit } from "@/lib/server/put-limit";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handleConnection(endpoints.listLimits, ({ limits }) => ({ limits: limits.list() })),
  PUT: handleConnection(endpoints.putLimit, (connection, { body, request, requestId }) =>
    putLimit(connection, body, callerOf(requestId, request.headers)),
  ),
});
