import "server-only";

import type { WalkedJob } from "@/lib/core/flow-reader";
import type { FlowNode } from "@/lib/core/flow-view";
import { ageOfNode, matchesTexts, textsOfNode } from "@/lib/core/job-filter";
import type { JobFilter } from "@/lib/core/job-filter";
import { jobKey } from "@/lib/core/job-ref";
import type { JobKey, JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";
import { matchesData } from "@/lib/core/match-data";
import { toFlowNode } from "@/lib/core/to-flow-node";
import { parseBoundedJson } from "@/lib/redis/parse-bounded-json";

import type { Connection } from "./connection";

export type FlowMatch = { readonly node: FlowNode; readonly parent: JobRef | null };

type Options = {
  readonly connection: Pick<Connection, "reader" | "watch" | "now">;
  readonly filter: JobFilter;
  /** Of the flow's culprits. */
  readonly causes: ReadonlyMap<JobKey, string>;
};

/** A search that takes longer says what it found. */
const searchMs = 15_000;

/** Looks through a flow's jobs as they are read, and keeps what matches. */
export class FlowSearch {
  readonly matches: FlowMatch[] = [];
  /** The parent of each job that has children itself: what leads from a match to the root. */
  readonly parents = new Map<JobKey, JobRef>();
  readonly #options: Options;
  readonly #startedAtMs: number;
  #readAtMs = 0;
  #searched = 0;
  #total = 0;
  #dataRead = 0;
  #truncated = false;

  constructor(options: Options) {
    this.#options = options;
    this.#startedAtMs = options.connection.now();
  }

  async take(walked: readonly WalkedJob[]): Promise<void> {
    const { connection, filter, causes } = this.#options;
    const candidates: FlowMatch[] = [];
    for (const { job, parent } of walked) {
      this.#searched += 1;
      this.#readAtMs = Math.max(this.#readAtMs, job.readAtMs);
      const key = jobKey(job.ref);
      const { processed, unprocessed, ignored, failed } = job.children;
      if (parent !== null && processed + unprocessed + ignored + failed > 0) this.parents.set(key, parent);
      const node = toFlowNode(job, { locks: connection.watch, cause: causes.get(key) ?? null });
      if (matchesTexts(filter, textsOfNode(node), ageOfNode(node, job.readAtMs))) candidates.push({ node, parent });
    }
    for (const match of filter.data.length === 0 ? candidates : await this.#withData(candidates)) {
      this.#total += 1;
      if (this.matches.length < limits.findMatchesMax) this.matches.push(match);
    }
  }

  /** More can't be looked at: what is left out is told. */
  isOver(): boolean {
    const { connection, filter } = this.#options;
    const isOver =
      this.#searched >= limits.findJobsMax ||
      (filter.data.length > 0 && this.#dataRead >= limits.findDataJobsMax) ||
      connection.now() - this.#startedAtMs >= searchMs;
    this.#truncated ||= isOver;
    return isOver;
  }

  sums() {
    const truncated = this.#truncated || this.#total > this.matches.length;
    return { readAtMs: this.#readAtMs, searched: this.#searched, total: this.#total, truncated };
  }

  async #withData(candidates: readonly FlowMatch[]): Promise<readonly FlowMatch[]> {
    const { connection, filter } = this.#options;
    const read = candidates.slice(0, limits.findDataJobsMax - this.#dataRead);
    this.#dataRead += read.length;
    if (read.length < candidates.length) this.#truncated = true;
    const payloads = await connection.reader.readData(
      read.map(({ node }) => ({ queue: node.job.queue, id: node.job.id })),
    );
    return read.filter((_, index) => {
      const payload = payloads[index];
      if (payload?.truncated === true) this.#truncated = true;
      const parsed = parseBoundedJson(payload?.text ?? "");
      return parsed.kind === "parsed" && matchesData(filter.data, parsed.value);
    });
  }
}
