import { endpoints } from "@/lib/contract/endpoints";
import { getJobLogs } from "@/lib/server/get-job-logs";
import { serve } from "@/lib/server/http/serve";
import { handleJob } from "@/lib/server/http/serve-connection";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handleJob(endpoints.getJobLogs, (connection, job, { query }) => getJobLogs(connection, job, query)),
});
