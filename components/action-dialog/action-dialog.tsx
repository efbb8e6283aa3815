"use client";

import { useEffect, useRef, useState } from "react";

import { clockText } from "@/components/page/clock";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBlock, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Glyph } from "@/components/ui/glyph";
import { ModKbd } from "@/components/ui/mod-kbd";
import { opensFocused } from "@/components/ui/use-focus-return";
import { ApiError } from "@/lib/client/fetch-json";
import type { ActionId } from "@/lib/core/action";
import { formatDuration } from "@/lib/core/format-duration";
import { jobLabel, queueLabel } from "@/lib/core/job-label";
import type { NamedJob } from "@/lib/core/job-ref";

import { actionWords, defaultReason } from "./action-words";
import { OutcomeBlocks } from "./outcome-blocks";
import { useConfirm } from "./use-confirm";
import { useLivePreview } from "./use-live-preview";
import type { LivePreview } from "./use-live-preview";

type Props = {
  readonly conn: string;
  readonly action: ActionId;
  readonly job: NamedJob;
  readonly onClose: () => void;
};

const reasonMax = 1_000;

/** What an action will do to the job and its parents, before it is done; then one click does it, if nothing has changed. */
export function ActionDialog({ conn, action, job, onClose }: Props) {
  const preview = useLivePreview(conn, action, job);
  const [reason, setReason] = useState<string | null>(null);
  const [typed, setTyped] = useState("");
  const { outcome, changed, typedCount } = preview;
  const { verb, pending } = actionWords(action);
  const reasonText = reason ?? (outcome === null ? "" : defaultReason(action, outcome, preview.lock));
  const { confirm, isPending, notice } = useConfirm({
    conn,
    action,
    job,
    outcome,
    reason: reasonText,
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
      <DialogContent title={`${verb} ${jobLabel(job)}?`} description={describe(job, preview)}>
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
              <NoOutcome preview={preview} />
            ) : (
              <>
                <OutcomeBlocks outcome={outcome} />
                <DialogBlock label={<label htmlFor="action-reason">Reason</label>}>
                  <input
                    id="action-reason"
                    className={field}
                    value={reasonText}
                    maxLength={reasonMax}
                    required
                    disabled={!outcome.allowed}
                    onChange={(event) => setReason(event.target.value)}
                  />
                </DialogBlock>
                {typedCount !== null && outcome.allowed && (
                  <TypedCount count={typedCount} typed={typed} onTyped={setTyped} />
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
          <DialogFooter note="Nothing changes if the lock has moved.">
            <Button
              size="lg"
              {...opensFocused}
              onClick={onClose}
              className="outline-offset-2 outline-accent focus:outline-2 max-md:flex-1"
            >
              Cancel
            </Button>
            <Button type="submit" size="lg" variant="danger" disabled={!ready} className="max-md:flex-1">
              {isPending ? pending : `${verb} job`}
              <ModKbd name="↵" />
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

/** Until the preview is read, or why it can't be. */
function NoOutcome({ preview: { error, readAgain } }: { readonly preview: LivePreview }) {
  if (error === null)
    return (
      <p className="animate-late border-t px-6 py-4 text-text-muted max-md:px-4" role="status">
        Reading what would happen…
      </p>
    );
  return (
    <div className="grid justify-items-start gap-2 border-t px-6 py-4 max-md:px-4" role="alert">
      <p className="font-medium">{error instanceof ApiError ? error.message : "The server can't be reached."}</p>
      <p className="text-text-muted">Nothing was changed.</p>
      <Button onClick={readAgain}>Try again</Button>
    </div>
  );
}

const field =
  "h-[30px] w-full rounded-ui border border-control bg-bg px-2 disabled:opacity-60 max-md:h-11 max-md:text-16";

type TypedProps = { readonly count: number; readonly typed: string; readonly onTyped: (typed: string) => void };

function TypedCount({ count, typed, onTyped }: TypedProps) {
  return (
    <DialogBlock label={<label htmlFor="action-count">Type {count} to confirm</label>}>
      <span className="flex items-center gap-3">
        <input
          id="action-count"
          className={`${field} w-16!`}
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={(event) => onTyped(event.target.value)}
        />
        <span className="text-text-muted">a root flow will fail in production</span>
      </span>
    </DialogBlock>
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
