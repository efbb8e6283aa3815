import { endpoints } from "@/lib/contract/endpoints";
import { readParam } from "@/lib/server/http/job-address";
import { serve } from "@/lib/server/http/serve";
import { handleConnection } from "@/lib/server/http/serve-connection";
import { getSnapshot } from "@/lib/server/snapshots/get-snapshots";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handleConnection(endpoints.getSnapshot, (connection, { params }) =>
    getSnapshot(connection, readParam(params, "id")),
  ),
});
