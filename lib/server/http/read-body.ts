import "server-only";

import { AppError } from "../app-error";

const bodyBytesMax = 256 * 1024;

/** The request's body, which must be JSON of at most 256 kB. Counts what arrives: `content-length` may lie or be absent. */
export async function readJsonBody(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new AppError("invalid-request", [{ path: "content-type", message: "The body must be application/json." }]);
  }
  if (Number(request.headers.get("content-length") ?? 0) > bodyBytesMax) throw new AppError("too-large");
  const text = await readText(request);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError("invalid-request", [{ path: "body", message: "The body is not JSON." }], {
      cause,
    });
  }
}

async function readText(request: Request): Promise<string> {
  if (request.body === null) return "";
  const reader = request.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > bodyBytesMax) {
      await reader.cancel();
      throw new AppError("too-large");
    }
    text += decoder.decode(value, { stream: true });
  }
}
