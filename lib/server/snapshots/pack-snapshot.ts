import "server-only";

import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";

import { snapshotSchema } from "@/lib/contract/snapshot-schemas";
import type { SnapshotAnswer } from "@/lib/contract/snapshot-schemas";
import { shrinkView } from "@/lib/core/snapshot";
import type { Snapshot } from "@/lib/core/snapshot";
import { snapshotBounds } from "@/lib/store/snapshot-store";

const unpackedBytesMax = 32 * 1024 * 1024;

/** A snapshot as the store keeps it, cut to its chains where the whole is too large; `null` where that is, too. */
export async function packSnapshot(snapshot: Snapshot): Promise<string | null> {
  const whole = await pack(snapshot);
  if (whole !== null) return whole;
  return pack({ ...snapshot, view: shrinkView(snapshot.view) });
}

/** `null` for what does not have the shape of today. */
export async function unpackSnapshot(body: string): Promise<SnapshotAnswer | null> {
  const text = await promisify(gunzip)(Buffer.from(body, "base64"), { maxOutputLength: unpackedBytesMax });
  const parsed = snapshotSchema.safeParse(JSON.parse(text.toString()));
  return parsed.success ? parsed.data : null;
}

async function pack(snapshot: Snapshot): Promise<string | null> {
  const body = (await promisify(gzip)(JSON.stringify(snapshot))).toString("base64");
  return body.length > snapshotBounds.bodyBytesMax ? null : body;
}
