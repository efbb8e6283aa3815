import { endpoints } from "@/lib/contract/endpoints";
import { listChildren } from "@/lib/server/list-children";
import { serve } from "@/lib/server/http/serve";
import { handleJob } from "@/lib/server/http/serve-connection";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handleJob(endpoints.listChildren, (connection, job, { query }) => listChildren(connection, job, query)),
});
