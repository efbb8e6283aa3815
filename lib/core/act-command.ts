import type { ActionId, ActionOptions, Seen } from "./action";
import type { JobRef } from "./job-ref";
import { shellQuoted } from "./shell-text";

type Jobs = {
  readonly jobs: readonly (JobRef & { readonly seen: Seen })[];
  readonly options: ActionOptions;
};

type Act = {
  /** The address of the API's `actions` call. */
  readonly url: string;
  readonly action: ActionId;
  readonly reason: string;
  /** The jobs as they were seen, or the preview that remembers them for a while. */
  readonly what: Jobs | { readonly previewId: string };
};

/**
 * The command that does what a dialog would, for a POSIX shell: by the same call, so that what was seen is still
 * compared and the act is in the audit trail.
 */
export function actCommand({ url, action, reason, what }: Act): string {
  const body = JSON.stringify({ action, ...("jobs" in what ? bodyOf(what) : what), reason });
  return `curl -sS -X POST ${shellQuoted(url)} -H 'content-type: application/json' --data-raw ${shellQuoted(body)}`;
}

function bodyOf({ jobs, options }: Jobs) {
  return { jobs: jobs.map(({ queue, id, seen }) => ({ queue, id, seen })), options };
}
