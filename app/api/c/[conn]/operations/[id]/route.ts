import { endpoints } from "@/lib/contract/endpoints";
import { getOperation } from "@/lib/server/actions/get-operation";
import { stopOperation } from "@/lib/server/actions/stop-operation";
import { callerOf } from "@/lib/server/caller";
import { readParam } from "@/lib/server/http/job-address";
import { serve } from "@/lib/server/http/serve";
import { handleConnection } from "@/lib/server/http/serve-connection";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handleConnection(endpoints.getOperation, (connection, { params, query }) =>
    getOperation(connection, readParam(params, "id"), query),
  ),
  DELETE: handleConnection(endpoints.stopOperation, (connection, { params, request, requestId }) =>
    stopOperation(connection, readParam(params, "id"), callerOf(requestId, request.headers)),
  ),
});
