import type { ActionId, ActionOptions } from "@/lib/core/action";
import { countOf, jobLabel } from "@/lib/core/job-label";
import { sameJob } from "@/lib/core/job-ref";

import { Choice } from "./choice";
import type { LivePreview } from "./use-live-preview";

type Props = {
  readonly action: ActionId;
  readonly preview: LivePreview;
  readonly options: ActionOptions;
  readonly onOptions: (options: ActionOptions) => void;
  readonly thenDetach: boolean;
  readonly onThenDetach: (thenDetach: boolean) => void;
};

/** What can be chosen about an action; all of it is off until it is chosen. */
export function ActionChoices({ action, preview, options, onOptions, thenDetach, onThenDetach }: Props) {
  const { outcome, childCount } = preview;
  if (outcome === null) return null;
  if (action === "retry" && outcome.seen.state === "failed")
    return (
      <Choice
        text="Reset the try counter"
        chosen={options.resetAttempts === true}
        onChosen={(resetAttempts) => onOptions({ ...options, resetAttempts })}
      />
    );
  if (action === "remove" && childCount > 0)
    return (
      <Choice
        text={
          childCount === 1
            ? "Also remove its child and what is below it"
            : `Also remove its ${countOf(childCount, "child", "children")} and what is below them`
        }
        chosen={options.children === true}
        onChosen={(children) => onOptions({ ...options, children })}
      />
    );
  const blocked = outcome.effects.find((effect) => !sameJob(effect.job, outcome.job))?.job;
  if (action !== "fail" || !outcome.warnings.includes("parent-stays-blocked") || blocked === undefined) return null;
  return <Choice text={`Also detach it from ${jobLabel(blocked)}`} chosen={thenDetach} onChosen={onThenDetach} />;
}
