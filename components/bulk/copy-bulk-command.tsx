import type { ReactNode } from "react";

import { CopyCommandButton } from "@/components/action-dialog/copy-command";
import { clockText } from "@/components/page/clock";
import { copyText } from "@/lib/client/copy-text";
import { apiPathOf } from "@/lib/client/links";
import type { Preview } from "@/lib/contract/action-schemas";
import { actCommand } from "@/lib/core/act-command";
import type { ActionId, ActionOptions } from "@/lib/core/action";

type Props = {
  readonly conn: string;
  readonly action: ActionId;
  readonly preview: Preview;
  readonly options: ActionOptions;
  readonly reason: string;
};

/** Jobs that the command names one by one; more are named by their preview, which is forgotten after a while. */
const namedMax = 25;

/** For who would rather do it by hand: the same call, on the jobs of the dry run as they were seen in it. */
export function CopyBulkCommand({ conn, action, preview, options, reason }: Props): ReactNode {
  const { previewId, expiresAtMs, outcomes, totals } = preview;
  const copy = (): void => {
    const url = new URL(apiPathOf(conn, "actions"), window.location.href).href;
    const jobs = outcomes.filter(({ allowed }) => allowed).map(({ job: { queue, id }, seen }) => ({ queue, id, seen }));
    const isNamed = totals.allowed <= namedMax && jobs.length === totals.allowed;
    void copyText(
      actCommand({ url, action, reason, what: isNamed ? { jobs, options } : { previewId } }),
      isNamed ? "Command copied" : `Command copied. It works until ${clockText(expiresAtMs)}.`,
    );
  };
  return <CopyCommandButton onCopy={copy} />;
}
