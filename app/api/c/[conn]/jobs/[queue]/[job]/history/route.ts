import { endpoints } from "@/lib/contract/endpoints";
import { getJobHistory } from "@/lib/server/get-job-history";
import { serve } from "@/lib/server/http/serve";
import { handleJob } from "@/lib/server/http/serve-connection";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handleJob(endpoints.getJobHistory, (connection, job, { query }) => getJobHistory(connection, job, query.events)),
});
