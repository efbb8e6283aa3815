import { endpoints } from "@/lib/contract/endpoints";
import { listQueues } from "@/lib/server/list-queues";
import { serve } from "@/lib/server/http/serve";
import { handleConnection } from "@/lib/server/http/serve-connection";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handleConnection(endpoints.listQueues, listQueues),
});
