import { endpoints } from "@/lib/contract/endpoints";
import { getFlowView } from "@/lib/server/get-flow-view";
import { serve } from "@/lib/server/http/serve";
import { handleJob } from "@/lib/server/http/serve-connection";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handleJob(endpoints.getFlowView, (connection, job, { query }) => getFlowView(connection, job, query)),
});
