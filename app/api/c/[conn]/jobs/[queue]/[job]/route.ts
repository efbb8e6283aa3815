import { endpoints } from "@/lib/contract/endpoints";
import { getJobDetail } from "@/lib/server/get-job-detail";
import { serve } from "@/lib/server/http/serve";
import { handleJob } from "@/lib/server/http/serve-connection";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handleJob(endpoints.getJobDetail, getJobDetail),
});
