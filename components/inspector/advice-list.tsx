"use client";

import { useOpenAction } from "@/components/action-dialog/action-dialog-provider";
import { isAtOnce } from "@/components/action-dialog/at-once";
import { skippedTries } from "@/components/action-dialog/offered-actions";
import { useIsFrozen } from "@/components/snapshot/frozen";
import { Button } from "@/components/ui/button";
import { copyText } from "@/lib/client/copy-text";
import { adviceFor } from "@/lib/core/advice";
import type { Advice } from "@/lib/core/advice";
import type { Culprit } from "@/lib/core/diagnosis";
import type { FlowNode, FlowView } from "@/lib/core/flow-view";
import { jobLabel } from "@/lib/core/job-label";
import { sameJob } from "@/lib/core/job-ref";

/** What can be done about a culprit, best first, as far as the view knows its ancestors. */
export function adviceOf(culprit: Culprit, view: FlowView): readonly Advice[] {
  const nodes = culprit.chain.map((link) => view.nodes.find((node) => sameJob(node.job, link)) ?? null);
  const above = nodes.slice(0, -1).reverse();
  const known = above.slice(0, above.indexOf(null) < 0 ? above.length : above.indexOf(null));
  return adviceFor({
    culprit,
    policy: nodes.at(-1)?.policy ?? "none",
    above: known.filter((node): node is FlowNode => node !== null),
  });
}

/** What can be done, best first, each with its preview; what can't be done from here is said, not hidden. */
export function AdviceList({ culprit, view }: { readonly culprit: Culprit; readonly view: FlowView }) {
  const openAction = useOpenAction();
  const isFrozen = useIsFrozen();
  const advice = adviceOf(culprit, view);
  const skipped = skippedTries(view.nodes.find((node) => sameJob(node.job, culprit.job))?.attempts ?? null);
  if (advice.length === 0) return null;
  return (
    <section className="mt-3 max-md:mt-5">
      <h3 className="font-semibold">{isFrozen ? "What could be done then" : "What you can do"}</h3>
      <ol>
        {advice.map(({ title, detail, action, options, command }, index) => (
          <li
            key={title}
            className="grid grid-cols-[16px_minmax(0,1fr)_auto] items-center gap-x-2 py-1 not-first:border-t"
          >
            <span className="mono self-start leading-5 text-text-muted">{index + 1}</span>
            <span className="min-w-0">
              <span className="block font-medium wrap-anywhere">
                {title}
                {action === "fail" ? skipped : ""}
              </span>
              <span className="block text-12 wrap-anywhere text-text-muted">{detail}</span>
            </span>
            {isFrozen ? null : action === null ? (
              <ByHand title={title} command={command} />
            ) : (
              <Button
                onClick={() => openAction(action, culprit.job, options)}
                aria-label={`${isAtOnce(action) ? "Do now" : "Preview"}: ${title} ${jobLabel(culprit.job)}`}
              >
                {isAtOnce(action) ? "Do now" : "Preview"}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What is done elsewhere: its command, where there is one. */
function ByHand({ title, command }: { readonly title: string; readonly command: string | undefined }) {
  if (command === undefined) return <span className="text-12 text-text-muted">not from here</span>;
  return (
    <Button
      title="Copies a command for your shell, which must know REDIS_URL. Nothing is run here."
      aria-label={`Copy the command: ${title}`}
      onClick={() => void copyText(command, "Command copied")}
    >
      Copy the command
    </Button>
  );
}
