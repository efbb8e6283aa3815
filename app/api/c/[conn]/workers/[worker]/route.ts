import { endpoints } from "@/lib/contract/endpoints";
import { getWorker } from "@/lib/server/get-worker";
import { readParam } from "@/lib/server/http/job-address";
import { serve } from "@/lib/server/http/serve";
import { handleConnection } from "@/lib/server/http/serve-connection";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handleConnection(endpoints.getWorker, (connection, { params }) =>
    getWorker(connection, readParam(params, "worker")),
  ),
});
