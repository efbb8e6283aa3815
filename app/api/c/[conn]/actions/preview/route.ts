import { endpoints } from "@/lib/contract/endpoints";
import { serve } from "@/lib/server/http/serve";
import { handleConnection } from "@/lib/server/http/serve-connection";
import { previewAction } from "@/lib/server/preview-action";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  POST: handleConnection(endpoints.previewAction, (connection, { body }) => previewAction(connection, body)),
});
