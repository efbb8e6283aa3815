import { endpoints } from "@/lib/contract/endpoints";
import { getTriage } from "@/lib/server/get-triage";
import { serve } from "@/lib/server/http/serve";
import { handleConnection } from "@/lib/server/http/serve-connection";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handleConnection(endpoints.getTriage, getTriage),
});
