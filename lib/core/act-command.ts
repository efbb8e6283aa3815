import type { ActionId, ActionOptions, Seen } from "./action";
import type { JobRef } from "./job-ref";

type Act = {
  /** The address of the API's `actions` call. */
  readonly url: string;
  readonly action: ActionId;
  readonly jobs: readonly (JobRef & { readonly seen: Seen })[];
  readonly reason: string;
  readonly options: ActionOptions;
};

/**
 * The command that does what a dialog would, for a POSIX shell: by the same call, so that what was seen is still
 * compared and the act is in the audit trail. Ids are others' texts: quoted, nothing in them is run.
 */
export function actCommand({ url, action, jobs, reason, options }: Act): string {
  const listed = jobs.map(({ queue, id, seen }) => ({ queue, id, seen }));
  const body = JSON.stringify({ action, jobs: listed, reason, options });
  return `curl -sS -X POST ${quoted(url)} -H 'content-type: application/json' --data-raw ${quoted(body)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
