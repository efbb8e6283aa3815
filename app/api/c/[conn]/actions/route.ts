import { endpoints } from "@/lib/contract/endpoints";
import { callerOf } from "@/lib/server/caller";
import { serve } from "@/lib/server/http/serve";
import { handleConnection } from "@/lib/server/http/serve-connection";
import { performAction } from "@/lib/server/perform-action";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  POST: handleConnection(
    endpoints.performAction,
    (connection, { body, request, requestId }) => performAction(connection, body, callerOf(requestId, request.headers)),
    (answer) => ("results" in answer ? 200 : 202),
  ),
});
