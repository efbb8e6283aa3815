import { endpoints } from "@/lib/contract/endpoints";
import { describeRuntime, getRuntime } from "@/lib/server/deps";
import { getHealth } from "@/lib/server/get-health";
import { handle, serve, takesKeptAnswer } from "@/lib/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve({
  GET: handle(endpoints.getHealth, ({ request }) =>
    getHealth({ ...describeRuntime(getRuntime()), isKept: takesKeptAnswer(request) }),
  ),
});
