import type { ReactNode } from "react";

import { DialogBlock } from "@/components/ui/dialog";

import { textField } from "./typed-count";

const reasonMax = 1_000;

type Props = {
  readonly reason: string;
  readonly disabled: boolean;
  readonly onReason: (reason: string) => void;
};

/** Why it is done, for the audit trail; it can't be left empty. */
export function ReasonField({ reason, disabled, onReason }: Props): ReactNode {
  return (
    <DialogBlock label={<label htmlFor="action-reason">Reason</label>}>
      <input
        id="action-reason"
        className={textField}
        value={reason}
        maxLength={reasonMax}
        required
        disabled={disabled}
        onChange={(event) => onReason(event.target.value)}
      />
    </DialogBlock>
  );
}
