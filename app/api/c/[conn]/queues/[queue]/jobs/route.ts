import { endpoints } from "@/lib/contract/endpoints";
import { readQueueParam } from "@/lib/server/http/job-address";
import { serve } from "@/lib/server/http/serve";
import { handleConnection } from "@/lib/server/http/serve-connection";
import { listJobs } from "@/lib/server/list-jobs";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handleConnection(endpoints.listJobs, (connection, { params, query }) =>
    listJobs(connection, readQueueParam(params), query),
  ),
});
