import { endpoints } from "@/lib/contract/endpoints";
import { getOpenapi } from "@/lib/server/get-openapi";
import { handle, serve } from "@/lib/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handle(endpoints.getOpenapi, getOpenapi),
});
