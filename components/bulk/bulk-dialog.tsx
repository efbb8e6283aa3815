"use client";

import { useState } from "react";
import type { KeyboardEvent, ReactNode } from "react";

import { NoPreview } from "@/components/action-dialog/no-preview";
import { textField, TypedCount } from "@/components/action-dialog/typed-count";
import { clockText } from "@/components/page/clock";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBlock, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { ModKbd } from "@/components/ui/mod-kbd";
import { opensFocused } from "@/components/ui/use-focus-return";
import type { Preview } from "@/lib/contract/action-schemas";
import type { ActionOptions } from "@/lib/core/action";
import { countOf } from "@/lib/core/job-label";

import { BulkResults } from "./bulk-results";
import { bulkTitle, bulkVerbs, warningTexts } from "./bulk-words";
import type { BulkAction } from "./bulk-words";
import { OutcomeCounts } from "./outcome-counts";
import { useBulkAct, useBulkPreview } from "./use-bulk-act";
import type { BulkTarget } from "./use-bulk-act";

type Props = {
  readonly conn: string;
  readonly action: BulkAction;
  readonly target: BulkTarget;
  /** Which jobs these are, such as `38 jobs selected`. */
  readonly about: string;
  readonly options?: ActionOptions;
  readonly onClose: () => void;
  /** They were acted on, or are being. */
  readonly onDone: () => void;
};

const reasonMax = 1_000;
const noOptions: ActionOptions = {};

/** A dry run of an action on many jobs, in numbers that open their lists; then one click has the server do it. */
export function BulkDialog({ conn, action, target, about, options: asked = noOptions, onClose, onDone }: Props) {
  const [options, setOptions] = useState(asked);
  const { preview, error, readAtMs, readAgain, typedCount } = useBulkPreview({ conn, action, target, options });
  const { confirm, isPending, notice, results } = useBulkAct({ conn, action, onDone, onClose });
  const [reason, setReason] = useState("jobs" in target ? "Selected by hand" : "All that matched");
  const [typed, setTyped] = useState("");
  const allowed = preview?.totals.allowed ?? 0;
  const ready =
    allowed > 0 && !isPending && reason.trim() !== "" && (typedCount === null || isCount(typed, typedCount));
  const confirmWhenReady = () => ready && preview !== null && confirm(preview.previewId, reason);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    confirmWhenReady();
  };
  if (results !== null) return <BulkResults action={action} results={results} onClose={onClose} />;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={preview === null ? `${bulkVerbs[action]} jobs?` : `${bulkTitle(action, allowed)}?`}
        description={readAtMs > 0 ? `${about} · dry run of ${clockText(readAtMs)}` : about}
      >
        <form
          className="contents"
          onKeyDown={onKeyDown}
          onSubmit={(event) => {
            event.preventDefault();
            confirmWhenReady();
          }}
        >
          <DialogBody>
            {preview === null ? (
              <NoPreview error={error} onRetry={readAgain} />
            ) : (
              <>
                <OutcomeCounts action={action} preview={preview} />
                <Warnings preview={preview} />
                <BulkChoice action={action} options={options} onOptions={setOptions} />
                <DialogBlock label={<label htmlFor="bulk-reason">Reason</label>}>
                  <input
                    id="bulk-reason"
                    className={textField}
                    value={reason}
                    maxLength={reasonMax}
                    required
                    disabled={allowed === 0}
                    onChange={(event) => setReason(event.target.value)}
                  />
                </DialogBlock>
                {typedCount !== null && (
                  <TypedCount
                    count={typedCount}
                    note={action === "remove" ? "deleted for good" : noteOf(preview)}
                    typed={typed}
                    onTyped={setTyped}
                  />
                )}
              </>
            )}
          </DialogBody>
          {notice !== null && (
            <p
              role="alert"
              className="flex-none border-t bg-suspect-tint px-6 py-2 font-medium text-suspect max-md:px-4"
            >
              {notice}
            </p>
          )}
          <DialogFooter note={allowed > 25 ? "Runs on the server. You can close the tab." : undefined}>
            <Button
              size="lg"
              {...opensFocused}
              onClick={onClose}
              className="outline-offset-2 outline-accent focus:outline-2 max-md:flex-1"
            >
              Cancel
            </Button>
            <Button type="submit" size="lg" variant="danger" disabled={!ready} className="max-md:flex-1">
              {isPending ? "Sending…" : preview === null ? bulkVerbs[action] : bulkTitle(action, allowed)}
              <ModKbd name="↵" />
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

/** Typed as `1312` or as it is shown. */
function isCount(typed: string, count: number): boolean {
  return typed.trim().replaceAll(",", "") === String(count);
}

function noteOf({ totals }: Preview): string {
  if (totals.rootsFail === 0) return `${countOf(totals.allowed, "job")} at once`;
  return `${countOf(totals.rootsFail, "root flow")} will fail`;
}

function Warnings({ preview }: { readonly preview: Preview }): ReactNode {
  const texts = warningTexts(preview.outcomes.filter(({ allowed }) => allowed));
  if (texts.length === 0) return null;
  return (
    <DialogBlock label="Know that">
      <ul className="grid gap-1">
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </DialogBlock>
  );
}

type ChoiceProps = {
  readonly action: BulkAction;
  readonly options: ActionOptions;
  readonly onOptions: (options: ActionOptions) => void;
};

function BulkChoice({ action, options, onOptions }: ChoiceProps): ReactNode {
  const choice =
    action === "retry"
      ? { text: "Reset the try counter of failed ones", name: "resetAttempts" as const }
      : action === "remove"
        ? { text: "Also remove their children and what is below them", name: "children" as const }
        : null;
  if (choice === null) return null;
  return (
    <DialogBlock label="Option">
      <label className="flex items-center gap-2 max-md:min-h-11">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={options[choice.name] === true}
          onChange={(event) => onOptions({ ...options, [choice.name]: event.target.checked })}
        />
        {choice.text}
      </label>
    </DialogBlock>
  );
}
