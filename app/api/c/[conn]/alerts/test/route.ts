import { endpoints } from "@/lib/contract/endpoints";
import { callerOf } from "@/lib/server/caller";
import { serve } from "@/lib/server/http/serve";
import { handleConnection } from "@/lib/server/http/serve-connection";
import { testAlert } from "@/lib/server/test-alert";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  POST: handleConnection(endpoints.testAlert, (connection, { request, requestId }) =>
    testAlert(connection, callerOf(requestId, request.headers)),
  ),
});
