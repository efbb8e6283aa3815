"use client";

import { useState } from "react";

import { clockText } from "@/components/page/clock";
import { Button } from "@/components/ui/button";
import { Glyph } from "@/components/ui/glyph";
import type { ActionId, ActionOptions } from "@/lib/core/action";
import { formatDuration } from "@/lib/core/format-duration";
import { queueLabel } from "@/lib/core/job-label";
import type { NamedJob } from "@/lib/core/job-ref";

import { ActFrame } from "./act-frame";
import { ActionChoices } from "./action-choices";
import { actionWords, defaultReason } from "./action-words";
import { CopyCommand } from "./copy-command";
import { guardText } from "./guard-text";
import { NoPreview } from "./no-preview";
import { OutcomeBlocks } from "./outcome-blocks";
import { ReasonField } from "./reason-field";
import { TypedCount } from "./typed-count";
import { useConfirm } from "./use-confirm";
import { useLivePreview } from "./use-live-preview";
import type { LivePreview } from "./use-live-preview";

type Props = {
  readonly conn: string;
  readonly action: ActionId;
  readonly job: NamedJob;
  readonly options?: ActionOptions;
  readonly onClose: () => void;
};

const noOptions: ActionOptions = {};

/** What an action will do to the job and its parents, before it is done; then one click does it, if nothing has changed. */
export function ActionDialog({ conn, action, job, options: asked = noOptions, onClose }: Props) {
  const [options, setOptions] = useState(asked);
  const [thenDetach, setThenDetach] = useState(false);
  const preview = useLivePreview({ conn, action, job, options });
  const [reason, setReason] = useState<string | null>(null);
  const [typed, setTyped] = useState("");
  const { outcome, changed, typedCount } = preview;
  const { title, button, pending } = actionWords(action);
  const reasonText = reason ?? (outcome === null ? "" : defaultReason(action, outcome, preview.lock));
  const { confirm, isPending, notice } = useConfirm({
    conn,
    action,
    job,
    outcome,
    previewId: preview.previewId,
    reason: reasonText,
    options,
    thenDetach,
    onDone: onClose,
    onNotDone: preview.readAgain,
  });
  const ready =
    outcome?.allowed === true &&
    changed === null &&
    !isPending &&
    reasonText.trim() !== "" &&
    (typedCount === null || typed.trim() === String(typedCount));
  return (
    <ActFrame
      title={title(job)}
      description={describe(job, preview)}
      changed={changed === null ? null : <Changed text={changed} onReview={preview.reviewAgain} />}
      notice={notice}
      note={
        outcome?.allowed === true && (
          <>
            {guardText(action, outcome.seen)}{" "}
            <CopyCommand conn={conn} {...{ action, outcome, options, reason: reasonText }} />
          </>
        )
      }
      button={isPending ? pending : button}
      ready={ready}
      onConfirm={confirm}
      onClose={onClose}
    >
      {outcome === null ? (
        <NoPreview error={preview.error} onRetry={preview.readAgain} />
      ) : (
        <>
          <OutcomeBlocks outcome={outcome} />
          <ActionChoices
            action={action}
            preview={preview}
            options={options}
            onOptions={(next) => {
              setOptions(next);
              preview.forget();
            }}
            thenDetach={thenDetach}
            onThenDetach={setThenDetach}
          />
          <ReasonField reason={reasonText} disabled={!outcome.allowed} onReason={setReason} />
          {typedCount !== null && outcome.allowed && (
            <TypedCount
              count={typedCount}
              note={outcome.deletes === undefined ? "a root flow will fail in production" : "deleted for good"}
              typed={typed}
              onTyped={setTyped}
            />
          )}
        </>
      )}
    </ActFrame>
  );
}

/** What is different by now; the button waits until it was reviewed. */
function Changed({ text, onReview }: { readonly text: string; readonly onReview: () => void }) {
  return (
    <p
      role="alert"
      className="flex flex-none items-center gap-3 border-t bg-suspect-tint px-6 py-2 text-suspect max-md:px-4"
    >
      <Glyph name="suspect" />
      <span className="flex-1 font-medium">{text}</span>
      <Button onClick={onReview}>Review again</Button>
    </p>
  );
}

function describe(job: NamedJob, { lock, outcome, readAtMs }: LivePreview): string {
  const parts = [queueLabel(job.queue)];
  if (lock !== null && lock.ttlMs > 0)
    parts.push(`held by ${lock.holder ?? "an unnamed worker"} for ${formatDuration(lock.heldMs)}`);
  else if (outcome !== null) parts.push(outcome.seen.state);
  if (readAtMs > 0) parts.push(`read at ${clockText(readAtMs)}`);
  return parts.join(" · ");
}
