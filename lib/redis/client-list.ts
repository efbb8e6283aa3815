import type { WorkerClient } from "@/lib/core/queue-reading";

/**
 * Finds BullMQ's worker connections in the text of CLIENT LIST. Only the blocking connection of a worker is named:
 * `<prefix>:<base64 of the queue's name>`, with `:w:<worker name>` behind it where the worker has a name
 * (BullMQ `src/classes/queue-base.ts`, `clientName`; `src/classes/worker.ts`). QueueEvents end in `:qe`.
 */
export function parseWorkerClients(text: string): readonly WorkerClient[] {
  return text.split("\n").flatMap((line) => {
    const fields = fieldsOf(line);
    const owner = ownerOf(fields.get("name") ?? "");
    if (owner === null) return [];
    const flags = fields.get("flags") ?? "";
    return [
      {
        clientId: fields.get("id") ?? "",
        name: owner.workerName,
        queue: owner.queue,
        address: fields.get("addr") ?? "",
        connectedMs: Number(fields.get("age") ?? 0) * 1_000,
        idleMs: Number(fields.get("idle") ?? 0) * 1_000,
        hasFreeSlot: flags.includes("b"),
      },
    ];
  });
}

function fieldsOf(line: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const part of line.trim().split(" ")) {
    const equals = part.indexOf("=");
    if (equals > 0) fields.set(part.slice(0, equals), part.slice(equals + 1));
  }
  return fields;
}

/** Longer names are nobody's, and would keep the patterns busy. */
const nameMax = 2_000;

function ownerOf(name: string): { readonly queue: string; readonly workerName: string | null } | null {
  if (name.length > nameMax) return null;
  // The form with a suffix first: `bull:Y2hp:w:w1` also ends in something that reads as base64.
  const suffixed = /^(.+?):([A-Za-z0-9+/]+={0,2}):(?:w:(.*)|(qe))$/.exec(name);
  if (suffixed !== null) {
    const queueName = decodeBase64(suffixed[2] ?? "");
    if (queueName !== null) {
      if (suffixed[4] === "qe") return null;
      return { queue: `${suffixed[1]}:${queueName}`, workerName: suffixed[3] ?? null };
    }
  }
  const plain = /^(.+):([A-Za-z0-9+/]+={0,2})$/.exec(name);
  const queueName = plain === null ? null : decodeBase64(plain[2] ?? "");
  return queueName === null || plain === null ? null : { queue: `${plain[1]}:${queueName}`, workerName: null };
}

/** `null` unless the text is exactly what encoding its decoded form gives. */
function decodeBase64(text: string): string | null {
  const decoded = Buffer.from(text, "base64").toString("utf8");
  if (decoded === "" || decoded.includes(":")) return null;
  return Buffer.from(decoded, "utf8").toString("base64") === text ? decoded : null;
}
