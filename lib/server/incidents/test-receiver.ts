import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingHttpHeaders } from "node:http";

import { onTestFinished } from "vitest";

import { alertSchema } from "@/lib/contract/alert-schemas";
import type { Alert } from "@/lib/contract/alert-schemas";

type Post = { readonly alert: Alert; readonly isSigned: boolean };

/** A real HTTP server that takes every alert, and says of each whether it was signed with `secret`. Closed after the test. */
export async function openAlertReceiver(
  secret: string,
): Promise<{ readonly url: string; readonly posts: readonly Post[] }> {
  const posts: Post[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      posts.push({ alert: alertSchema.parse(JSON.parse(body)), isSigned: isSigned(secret, request.headers, body) });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The receiver has no port.");
  return { url: `http://127.0.0.1:${address.port}/alerts`, posts };
}

function isSigned(secret: string, headers: IncomingHttpHeaders, body: string): boolean {
  const signed = `${String(headers["x-flowlock-timestamp"])}.${body}`;
  return headers["x-flowlock-signature"] === `sha256=${createHmac("sha256", secret).update(signed).digest("hex")}`;
}
