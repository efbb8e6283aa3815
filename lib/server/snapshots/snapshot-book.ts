import "server-only";

import { createHash, randomBytes } from "node:crypto";

import { snapshotHeadSchema } from "@/lib/contract/snapshot-schemas";
import type { SnapshotAnswer } from "@/lib/contract/snapshot-schemas";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import type { Snapshot, SnapshotHead } from "@/lib/core/snapshot";
import { snapshotBounds } from "@/lib/store/snapshot-store";
import type { SnapshotStore } from "@/lib/store/snapshot-store";

import { readRecord } from "../read-record";
import { packSnapshot, unpackSnapshot } from "./pack-snapshot";

type Options = { readonly store: SnapshotStore; readonly now: () => number };
type Request = { readonly cursor: string | null; readonly limit: number };

/** 16 hexadecimal digits of the root, then 128 random bits: who has no link can't guess one. */
const idShape = /^[\da-f]{16}-[\w-]{22}$/;

/** Flows as they were, kept for 7 days. */
export class SnapshotBook {
  readonly #store: SnapshotStore;
  readonly #now: () => number;

  constructor({ store, now }: Options) {
    this.#store = store;
    this.#now = now;
  }

  /** `null`: it is too large to be kept. */
  async keep(taken: Omit<Snapshot, "id" | "expiresAtMs">): Promise<SnapshotHead | null> {
    const atMs = this.#now();
    const id = `${idStartOf(taken.root)}${randomBytes(16).toString("base64url")}`;
    const snapshot: Snapshot = { ...taken, id, expiresAtMs: atMs + snapshotBounds.keptMs };
    const body = await packSnapshot(snapshot);
    if (body === null) return null;
    const { scope: _scope, view: _view, traces: _traces, ...head } = snapshot;
    await this.#store.put({ id, atMs, occasion: taken.occasion, head: JSON.stringify(head), body });
    return head;
  }

  /** `null`: there is none of this id any more, or never was. Throws as the reader does where the store is away. */
  async read(id: string): Promise<SnapshotAnswer | null> {
    if (!idShape.test(id)) return null;
    const stored = await this.#store.read(id);
    return stored === null ? null : unpackSnapshot(stored.body);
  }

  async page(request: Request) {
    const { heads, cursor } = await this.#store.page(request);
    return { snapshots: heads.flatMap(readHead), cursor };
  }

  /** Those of the flow of this root, newest first. */
  async ofRoot(root: JobRef, limit: number) {
    const heads = (await this.#store.find(idStartOf(root))).slice(0, limit);
    return { snapshots: heads.flatMap(readHead), cursor: null };
  }
}

function readHead({ id, atMs, head: text }: { readonly id: string; readonly atMs: number; readonly head: string }) {
  return readRecord(snapshotHeadSchema, { id, atMs, text }) ?? [];
}

function idStartOf(root: JobRef): string {
  return `${createHash("sha256").update(jobKey(root)).digest("hex").slice(0, 16)}-`;
}
