import { snapshotOccasions } from "@/lib/core/snapshot";
import type { SnapshotOccasion } from "@/lib/core/snapshot";

const dayMs = 24 * 60 * 60_000;

/** What is kept of snapshots, whoever took them. */
export const snapshotBounds = {
  snapshotsMax: 500,
  /** Of one body, as it is stored. */
  bodyBytesMax: 256 * 1024,
  /** Of all bodies together. */
  bytesMax: 16 * 1024 * 1024,
  keptMs: 7 * dayMs,
} as const;

/** What lists tell of a snapshot; the store does not look into `head`. */
export type StoredHead = {
  readonly id: string;
  /** Orders the list and counts towards expiry, in epoch milliseconds. */
  readonly atMs: number;
  readonly occasion: SnapshotOccasion;
  readonly head: string;
};

/** A snapshot never changes: two of one id are the same. */
export type StoredSnapshot = StoredHead & { readonly body: string };

export type HeadPage = {
  /** Newest first. */
  readonly heads: readonly StoredHead[];
  readonly cursor: string | null;
};

/** Where snapshots are kept. Bounded in number, bytes and age: those taken by themselves make room first. */
export interface SnapshotStore {
  put(snapshot: StoredSnapshot): Promise<void>;
  /** `null`: it was never here, made room, or is older than snapshots are kept. */
  read(id: string): Promise<StoredSnapshot | null>;
  page(request: { readonly cursor: string | null; readonly limit: number }): Promise<HeadPage>;
  /** Those whose ids begin so, newest first. */
  find(start: string): Promise<readonly StoredHead[]>;
}

export type KeptSnapshot = Pick<StoredHead, "id" | "occasion"> & { readonly bytes: number };

/** What was asked for by a person stays longest; what an action was about to change goes first, for there may be many. */
const leavesFirst = ["action", "incident", "saved"] as const satisfies readonly SnapshotOccasion[];

/** Which of them have to go, given oldest first. */
export function snapshotsOverBounds(kept: readonly KeptSnapshot[]): readonly string[] {
  let count = kept.length;
  let bytes = kept.reduce((sum, one) => sum + one.bytes, 0);
  const dropped: string[] = [];
  for (const occasion of leavesFirst)
    for (const one of kept) {
      if (count <= snapshotBounds.snapshotsMax && bytes <= snapshotBounds.bytesMax) return dropped;
      if (one.occasion !== occasion) continue;
      dropped.push(one.id);
      count -= 1;
      bytes -= one.bytes;
    }
  return dropped;
}

/** `saved` for what another version of Flowlock wrote: it is dropped last. */
export function readOccasion(text: string | undefined): SnapshotOccasion {
  return snapshotOccasions.find((one) => one === text) ?? "saved";
}
