import "server-only";

const encoder = new TextEncoder();

/** One Server-Sent Event. JSON has no raw line breaks, so its data is one line. */
export function toEventChunk(name: string, id: string, data: object): Uint8Array {
  return encoder.encode(`id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}

/** How long a browser waits before it connects again by itself. */
export function toRetryChunk(retryMs: number): Uint8Array {
  return encoder.encode(`retry: ${retryMs}\n\n`);
}

/** The number in an event's id `<boot>-<number>`; `null` for the id of another process, or none. */
export function numberOf(id: string | null, boot: string): number | null {
  const [idBoot, number] = (id ?? "").split("-", 2);
  return idBoot === boot && number !== undefined && /^\d{1,15}$/.test(number) ? Number(number) : null;
}
