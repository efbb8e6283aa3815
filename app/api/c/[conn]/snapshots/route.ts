import { endpoints } from "@/lib/contract/endpoints";
import { callerOf } from "@/lib/server/caller";
import { serve } from "@/lib/server/http/serve";
import { handleConnection } from "@/lib/server/http/serve-connection";
import { listSnapshots } from "@/lib/server/snapshots/get-snapshots";
import { saveSnapshot } from "@/lib/server/snapshots/save-snapshot";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handleConnection(endpoints.listSnapshots, (connection, { query }) => listSnapshots(connection, query)),
  POST: handleConnection(endpoints.saveSnapshot, (connection, { body, requestId }) =>
    saveSnapshot(connection, body, callerOf(requestId)),
  ),
});
