import { copyText } from "@/lib/client/copy-text";
import { apiPathOf } from "@/lib/client/links";
import { actCommand } from "@/lib/core/act-command";
import type { ActionId, ActionOptions, Outcome } from "@/lib/core/action";

type Props = {
  readonly conn: string;
  readonly action: ActionId;
  readonly outcome: Outcome;
  readonly options: ActionOptions;
  readonly reason: string;
};

/** For who would rather do it by hand: the same call, with what was reviewed. */
export function CopyCommand({ conn, action, outcome: { job, seen }, options, reason }: Props) {
  const copy = () => {
    const url = new URL(apiPathOf(conn, "actions"), window.location.href).href;
    const jobs = [{ queue: job.queue, id: job.id, seen }];
    void copyText(actCommand({ url, action, reason, what: { jobs, options } }), "Command copied");
  };
  return <CopyCommandButton onCopy={copy} />;
}

export function CopyCommandButton({ onCopy }: { readonly onCopy: () => void }) {
  return (
    <button type="button" onClick={onCopy} className="text-accent underline-offset-2 hover:underline max-md:min-h-11">
      Copy the command
    </button>
  );
}
