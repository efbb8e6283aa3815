import type { streamEventSchemas } from "@/lib/contract/stream-schemas";

export type StreamSchemas = typeof streamEventSchemas;

/** What events are parsed by, with zod; `null` where nothing answers: the stream is then tried again like one that does not open. */
export async function loadStreamSchemas(): Promise<StreamSchemas | null> {
  try {
    return (await import("@/lib/contract/stream-schemas")).streamEventSchemas;
  } catch {
    return null;
  }
}
