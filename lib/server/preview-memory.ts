import "server-only";

import { randomUUID } from "node:crypto";

import type { ActionId, ActionOptions, Seen } from "@/lib/core/action";
import type { JobKey, JobRef } from "@/lib/core/job-ref";

export type RememberedPreview = {
  readonly action: ActionId;
  readonly jobs: readonly (JobRef & { readonly seen: Seen })[];
  readonly options: ActionOptions;
  /** What was shown of each of few jobs, for the audit trail. */
  readonly shown: ReadonlyMap<JobKey, readonly string[]>;
  /** The same for all of them, in one sentence. */
  readonly summary: string;
};

const previewsMax = 500;
const previewLastsMs = 5 * 60_000;

/** The previews that may still be acted on, by an id that can't be guessed. Bounded; the oldest go first. */
export class PreviewMemory {
  readonly #previews = new Map<string, { readonly preview: RememberedPreview; readonly expiresAtMs: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Answers the id and how long it lasts, in ms. */
  remember(preview: RememberedPreview): { readonly previewId: string; readonly lastsMs: number } {
    const previewId = randomUUID();
    this.#previews.set(previewId, { preview, expiresAtMs: this.#now() + previewLastsMs });
    for (const id of this.#previews.keys()) {
      if (this.#previews.size <= previewsMax) break;
      this.#previews.delete(id);
    }
    return { previewId, lastsMs: previewLastsMs };
  }

  /** `null` for an unknown or expired id. */
  recall(previewId: string): RememberedPreview | null {
    const known = this.#previews.get(previewId);
    if (known === undefined) return null;
    if (known.expiresAtMs > this.#now()) return known.preview;
    this.#previews.delete(previewId);
    return null;
  }
}
