import { endpoints } from "@/lib/contract/endpoints";
import { getDiagnosis } from "@/lib/server/get-diagnosis";
import { serve } from "@/lib/server/http/serve";
import { handleJob } from "@/lib/server/http/serve-connection";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handleJob(endpoints.getDiagnosis, getDiagnosis),
});
