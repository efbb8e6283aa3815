"use client";

import { useState } from "react";
import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Dialog, DialogBlock, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Segmented } from "@/components/ui/segmented";
import { opensFocused } from "@/components/ui/use-focus-return";
import { usePutLimit } from "@/lib/client/mutations";
import { tell } from "@/lib/client/tell";
import { expectedChoicesMs, limitText, muteChoicesMs, suggestExpectedMs } from "@/lib/core/expected-time";
import { formatDuration } from "@/lib/core/format-duration";
import { queueLabel } from "@/lib/core/job-label";

import { useLimitOf } from "./use-limit-of";

/** The job name that is to be expected to take long, and how long one of its jobs has taken. */
export type Expected = { readonly queue: string; readonly name: string; readonly heldMs: number };

type ExpectedDialogProps = { readonly conn: string; readonly expected: Expected; readonly onClose: () => void };

/** Raises what counts as stuck for a job name, and mutes it for a while. */
export function ExpectedDialog({ conn, expected, onClose }: ExpectedDialogProps): ReactNode {
  const { queue, name, heldMs } = expected;
  const [expectedMs, setExpectedMs] = useState(() => String(suggestExpectedMs(heldMs)));
  const [muteMs, setMuteMs] = useState<string>(() => String(muteChoicesMs[1]));
  const { set, isPending } = useSetLimit(conn, expected, onClose);
  return (
    <Dialog open onOpenChange={(open) => open || onClose()}>
      <DialogContent
        title={
          <>
            Expected for <bdi>{name}</bdi>
          </>
        }
        description={`All jobs of this name in ${queueLabel(queue)}. Held now for ${formatDuration(heldMs)}.`}
      >
        <DialogBody>
          <DialogBlock label="It may take">
            <Segmented
              label="It may take"
              value={expectedMs}
              onChange={setExpectedMs}
              segments={expectedChoicesMs.map((ms) => ({ id: String(ms), label: formatDuration(ms) }))}
            />
            <p className="mt-1 text-text-muted">
              Silent for longer it is probably stuck. Until then it stays in triage as a suspect.
            </p>
          </DialogBlock>
          <DialogBlock label="Mute">
            <Segmented
              label="Mute"
              value={muteMs}
              onChange={setMuteMs}
              segments={muteChoicesMs.map((ms) => ({ id: String(ms), label: ms === 0 ? "No" : formatDuration(ms) }))}
            />
            <p className="mt-1 text-text-muted">
              While muted it opens no incident and sends no alert. Its rows stay, marked as muted.
            </p>
          </DialogBlock>
        </DialogBody>
        <DialogFooter note="Can be undone, and cleared in the settings.">
          <Button size="lg" {...opensFocused} onClick={onClose} className="max-md:flex-1">
            Cancel
          </Button>
          <Button
            size="lg"
            disabled={isPending}
            className="max-md:flex-1"
            onClick={() =>
              set({
                stuckMs: Number(expectedMs),
                muteUntilAtMs: muteMs === "0" ? null : Date.now() + Number(muteMs),
              })
            }
          >
            Expect it
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

type Chosen = { readonly stuckMs: number; readonly muteUntilAtMs: number | null };

/** Sets the limit and tells it, with a way back to what was set before. */
function useSetLimit(conn: string, { queue, name }: Expected, onDone: () => void) {
  const before = useLimitOf(conn)(queue, name);
  const { mutate, isPending } = usePutLimit(conn);
  const set = (chosen: Chosen): void => {
    const undo = { queue, name, stuckMs: before?.stuckMs ?? null, muteUntilAtMs: before?.muteUntilAtMs ?? null };
    mutate(
      { queue, name, ...chosen },
      {
        onSuccess: (limit) => {
          onDone();
          tell({
            kind: "done",
            text: `${name}: ${limitText(limit, Date.now())}.`,
            action: { label: "Undo", onClick: () => mutate(undo) },
          });
        },
        onError: () => tell({ kind: "failed", text: `Nothing was set for ${name}. Try again.` }),
      },
    );
  };
  return { set, isPending };
}
