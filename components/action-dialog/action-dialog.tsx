"use client";

import { useEffect, useRef, useState } from "react";

import { clockText } from "@/components/page/clock";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBlock, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Glyph } from "@/components/ui/glyph";
import { ModKbd } from "@/components/ui/mod-kbd";
import { opensFocused } from "@/components/ui/use-focus-return";
import type { ActionId, ActionOptions } from "@/lib/core/action";
import { formatDuration } from "@/lib/core/format-duration";
import { queueLabel } from "@/lib/core/job-label";
import type { NamedJob } from "@/lib/core/job-ref";

import { ActionChoices } from "./action-choices";
import { actionWords, defaultReason } from "./action-words";
import { CopyCommand } from "./copy-command";
import { NoPreview } from "./no-preview";
import { OutcomeBlocks } from "./outcome-blocks";
import { textField, TypedCount } from "./typed-count";
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

const reasonMax = 1_000;
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
  const confirmWhenReady = () => ready && confirm();
  const onKeyDown = useConfirmKey(confirmWhenReady);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={title(job)} description={describe(job, preview)}>
        <form
          className="contents"
          onKeyDown={onKeyDown}
          onSubmit={(event) => {
            event.preventDefault();
            confirmWhenReady();
          }}
        >
          <DialogBody>
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
                <DialogBlock label={<label htmlFor="action-reason">Reason</label>}>
                  <input
                    id="action-reason"
                    className={textField}
                    value={reasonText}
                    maxLength={reasonMax}
                    required
                    disabled={!outcome.allowed}
                    onChange={(event) => setReason(event.target.value)}
                  />
                </DialogBlock>
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
          </DialogBody>
          {changed !== null && (
            <p
              role="alert"
              className="flex flex-none items-center gap-3 border-t bg-suspect-tint px-6 py-2 text-suspect max-md:px-4"
            >
              <Glyph name="suspect" />
              <span className="flex-1 font-medium">{changed}</span>
              <Button onClick={preview.reviewAgain}>Review again</Button>
            </p>
          )}
          {notice !== null && (
            <p
              role="alert"
              className="flex-none border-t bg-suspect-tint px-6 py-2 font-medium text-suspect max-md:px-4"
            >
              {notice}
            </p>
          )}
          <DialogFooter
            note={
              <>
                Nothing changes if the lock has moved.{" "}
                {outcome?.allowed === true && (
                  <CopyCommand conn={conn} {...{ action, outcome, options, reason: reasonText }} />
                )}
              </>
            }
          >
            <Button
              size="lg"
              {...opensFocused}
              onClick={onClose}
              className="outline-offset-2 outline-accent focus:outline-2 max-md:flex-1"
            >
              Cancel
            </Button>
            <Button type="submit" size="lg" variant="danger" disabled={!ready} className="max-md:flex-1">
              {isPending ? pending : button}
              <ModKbd name="↵" />
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

/** ⌘Enter or Ctrl+Enter confirms from anywhere in the dialog. */
function useConfirmKey(confirm: () => void) {
  const latest = useRef(confirm);
  useEffect(() => {
    latest.current = confirm;
  });
  return (event: {
    readonly key: string;
    readonly metaKey: boolean;
    readonly ctrlKey: boolean;
    preventDefault: () => void;
  }) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    latest.current();
  };
}

function describe(job: NamedJob, { lock, outcome, readAtMs }: LivePreview): string {
  const parts = [queueLabel(job.queue)];
  if (lock !== null && lock.ttlMs > 0)
    parts.push(`held by ${lock.holder ?? "an unnamed worker"} for ${formatDuration(lock.heldMs)}`);
  else if (outcome !== null) parts.push(outcome.seen.state);
  if (readAtMs > 0) parts.push(`read at ${clockText(readAtMs)}`);
  return parts.join(" · ");
}
