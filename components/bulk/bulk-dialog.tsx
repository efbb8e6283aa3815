"use client";

import { useState } from "react";
import type { ReactNode } from "react";

import { ActFrame } from "@/components/action-dialog/act-frame";
import { Choice } from "@/components/action-dialog/choice";
import { NoPreview } from "@/components/action-dialog/no-preview";
import { ReasonField } from "@/components/action-dialog/reason-field";
import { TypedCount } from "@/components/action-dialog/typed-count";
import { clockText } from "@/components/page/clock";
import { DialogBlock } from "@/components/ui/dialog";
import type { Preview } from "@/lib/contract/action-schemas";
import type { ActionOptions } from "@/lib/core/action";
import { countOf } from "@/lib/core/job-label";

import { BulkResults } from "./bulk-results";
import { bulkTitle, bulkVerbs, warningTexts } from "./bulk-words";
import type { BulkAction } from "./bulk-words";
import { CopyBulkCommand } from "./copy-bulk-command";
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
  if (results !== null) return <BulkResults action={action} results={results} onClose={onClose} />;
  return (
    <ActFrame
      title={preview === null ? `${bulkVerbs[action]} jobs?` : `${bulkTitle(action, allowed)}?`}
      description={readAtMs > 0 ? `${about} · dry run of ${clockText(readAtMs)}` : about}
      notice={notice}
      note={
        preview !== null &&
        allowed > 0 && (
          <>
            {allowed > 25 ? "Runs on the server. You can close the tab. " : ""}
            <CopyBulkCommand conn={conn} {...{ action, preview, options, reason }} />
          </>
        )
      }
      button={isPending ? "Sending…" : preview === null ? bulkVerbs[action] : bulkTitle(action, allowed)}
      ready={ready}
      onConfirm={() => preview !== null && confirm(preview.previewId, reason)}
      onClose={onClose}
    >
      {preview === null ? (
        <NoPreview error={error} onRetry={readAgain} />
      ) : (
        <>
          <OutcomeCounts action={action} preview={preview} />
          <Warnings preview={preview} />
          <BulkChoice action={action} options={options} onOptions={setOptions} />
          <ReasonField reason={reason} disabled={allowed === 0} onReason={setReason} />
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
    </ActFrame>
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
    <Choice
      text={choice.text}
      chosen={options[choice.name] === true}
      onChosen={(chosen) => onOptions({ ...options, [choice.name]: chosen })}
    />
  );
}
