"use client";

import { useEffect, useRef, useState } from "react";
import { toast } from "sonner";

import { Button } from "@/components/ui/button";
import { Dialog, DialogBlock, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { ApiError } from "@/lib/client/fetch-json";
import { useAct } from "@/lib/client/mutations";
import { refusalTexts } from "@/lib/contract/action-texts";
import type { ActionId, ActionResult, Outcome } from "@/lib/core/action";
import { jobLabel, queueLabel } from "@/lib/core/job-label";
import type { NamedJob } from "@/lib/core/job-ref";

import { FateRows } from "./fate-rows";
import { useLivePreview } from "./use-live-preview";

type Props = {
  readonly conn: string;
  readonly action: ActionId;
  readonly job: NamedJob;
  readonly onClose: () => void;
};

const verbs: { readonly [A in ActionId]?: string } = { fail: "Fail", retry: "Retry" };

/** What an action will do to the job and its parents, before it is done; then one click does it, if nothing has changed. */
export function ActionDialog({ conn, action, job, onClose }: Props) {
  const preview = useLivePreview(conn, action, job);
  const act = useAct(conn);
  const [reason, setReason] = useState<string | null>(null);
  const [typed, setTyped] = useState("");
  const [notice, setNotice] = useState<string | null>(null);
  const verb = verbs[action] ?? action;
  const { outcome, changed, error } = preview;
  const reasonText = reason ?? defaultReason(action, outcome);
  const mustType = preview.typedCount;
  const ready =
    outcome?.allowed === true &&
    !changed &&
    !act.isPending &&
    reasonText.trim() !== "" &&
    (mustType === null || typed === String(mustType));

  const confirm = () => {
    if (!ready) return;
    setNotice(null);
    act.mutate(
      { action, jobs: [{ queue: job.queue, id: job.id, seen: outcome.seen }], reason: reasonText.trim() },
      {
        onSuccess: ({ results: [result] }) => {
          if (result?.result === "done") {
            toast.success(doneText(job, action, result));
            onClose();
            return;
          }
          setNotice(notDoneText(result));
          preview.refresh();
        },
        onError: (failure) =>
          setNotice(
            failure instanceof ApiError
              ? failure.message
              : "The server can't be reached. See the job's state before you try again.",
          ),
      },
    );
  };
  // The shortcut works from anywhere in the dialog.
  const latestConfirm = useRef(confirm);
  useEffect(() => {
    latestConfirm.current = confirm;
  });

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={`${verb} ${jobLabel(job)}?`}
        description={`${queueLabel(job.queue)}${outcome === null ? "" : ` · ${outcome.seen.state}`}`}
      >
        <form
          className="contents"
          onSubmit={(event) => {
            event.preventDefault();
            confirm();
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
              event.preventDefault();
              latestConfirm.current();
            }
          }}
        >
          <DialogBody>
            {outcome === null ? (
              <p className="border-t px-6 py-4" role="status">
                {error === null ? "Reading what would happen…" : error.message}
              </p>
            ) : (
              <>
                {!outcome.allowed && outcome.refusal !== null && (
                  <p role="alert" className="border-t bg-suspect-tint px-6 py-3 text-suspect max-md:px-4">
                    {refusalTexts[outcome.refusal]}
                  </p>
                )}
                <DialogBlock label="This job">{outcome.text[0]}</DialogBlock>
                <DialogBlock label="Its parents">
                  <p>{outcome.text[1]}</p>
                  <FateRows outcome={outcome} />
                </DialogBlock>
                <DialogBlock label="The running code">{outcome.text[2]}</DialogBlock>
                <DialogBlock label="After this">{outcome.text[3]}</DialogBlock>
                <DialogBlock label={<label htmlFor="action-reason">Reason</label>}>
                  <input
                    id="action-reason"
                    className="dialog-input"
                    value={reasonText}
                    maxLength={1_000}
                    required
                    onChange={(event) => setReason(event.target.value)}
                  />
                </DialogBlock>
                {mustType !== null && (
                  <DialogBlock label={<label htmlFor="action-count">Type {mustType} to confirm</label>}>
                    <span className="flex items-center gap-3">
                      <input
                        id="action-count"
                        className="dialog-input w-16"
                        inputMode="numeric"
                        autoComplete="off"
                        value={typed}
                        onChange={(event) => setTyped(event.target.value)}
                      />
                      <span className="text-text-muted">a root flow will fail in production</span>
                    </span>
                  </DialogBlock>
                )}
              </>
            )}
            {changed && (
              <p
                role="alert"
                className="flex items-center gap-3 border-t bg-suspect-tint px-6 py-3 text-suspect max-md:px-4"
              >
                <span className="flex-1">The job changed while you were reading.</span>
                <Button onClick={preview.acceptChange}>Review again</Button>
              </p>
            )}
            {notice !== null && (
              <p role="alert" className="border-t bg-failed-tint px-6 py-3 text-failed max-md:px-4">
                {notice}
              </p>
            )}
          </DialogBody>
          <DialogFooter note="Nothing changes if the lock has moved.">
            <Button size="lg" autoFocus onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" size="lg" variant="danger" disabled={!ready}>
              {act.isPending ? `${verb}ing…` : `${verb} job`} <Kbd>⌘↵</Kbd>
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

function defaultReason(action: ActionId, outcome: Outcome | null): string {
  if (outcome === null) return "";
  if (action === "retry")
    return outcome.seen.state === "failed" ? "Retried by the operator" : "Stuck, sent back in line";
  return "Stuck, no sign of progress";
}

function doneText(job: NamedJob, action: ActionId, { after }: Pick<ActionResult, "after">): string {
  if (after.state === "missing") return `${jobLabel(job)} is done with and was deleted.`;
  return action === "fail"
    ? `${jobLabel(job)} is now ${after.state}.`
    : `${jobLabel(job)} is back in line: now ${after.state}.`;
}

function notDoneText(result: ActionResult | undefined): string {
  if (result === undefined) return "The server gave no result. See the job's state before you try again.";
  const why = result.code === null ? "Nothing was changed." : refusalTexts[result.code];
  return `${why} The job is ${result.after.state} now.`;
}
