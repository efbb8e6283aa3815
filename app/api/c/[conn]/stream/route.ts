import { endpoints } from "@/lib/contract/endpoints";
import { serve } from "@/lib/server/http/serve";
import { handleConnection } from "@/lib/server/http/serve-connection";
import { openStream } from "@/lib/server/stream/open-stream";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handleConnection(endpoints.openStream, (connection, { query, request }) =>
    openStream(connection, query, request),
  ),
});
