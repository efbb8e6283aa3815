import { serveNothing } from "@/lib/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serveNothing();
