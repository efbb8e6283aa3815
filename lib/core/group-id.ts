import type { GroupBucket } from "./flow-view";
import type { JobRef } from "./job-ref";

/** What makes siblings one group. */
export type GroupKind = {
  readonly parent: JobRef;
  readonly queue: string;
  readonly name: string | null;
  readonly bucket: GroupBucket;
};

/** The id of a group: the same siblings have it in every view, so that a link can open them. */
export function groupId({ parent, queue, name, bucket }: GroupKind): string {
  return [parent.queue, parent.id, queue, name ?? "", bucket].map(encodeURIComponent).join("~");
}

/** The id of the folded middle of a chain that begins at `first` and was opened so many times. */
export function groupIdOfRun(first: JobRef, level: number): string {
  return [first.queue, first.id, "chain", `${level}`].map(encodeURIComponent).join("~");
}
