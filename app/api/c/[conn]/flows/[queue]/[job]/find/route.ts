import { endpoints } from "@/lib/contract/endpoints";
import { findInFlow } from "@/lib/server/find-in-flow";
import { serve } from "@/lib/server/http/serve";
import { handleJob } from "@/lib/server/http/serve-connection";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handleJob(endpoints.findInFlow, (connection, job, { query, request }) =>
    findInFlow(connection, job, query, request.signal),
  ),
});
