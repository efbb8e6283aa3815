"use client";

import { DialogBlock } from "@/components/ui/dialog";
import { refusalText } from "@/lib/contract/action-texts";
import type { Outcome } from "@/lib/core/action";

import { FateRows } from "./fate-rows";
import { OutcomeText } from "./outcome-text";

/** The four blocks of every action, always in this order. */
export function OutcomeBlocks({ outcome }: { readonly outcome: Outcome }) {
  const [own, parents, code, after] = outcome.text;
  return (
    <>
      {!outcome.allowed && outcome.refusal !== null && (
        <p role="alert" className="border-t bg-suspect-tint px-6 py-3 text-suspect max-md:px-4">
          {refusalText(outcome.refusal, outcome.denied)}
        </p>
      )}
      {own !== undefined && (
        <DialogBlock label="This job">
          <OutcomeText text={own} />
        </DialogBlock>
      )}
      {parents !== undefined && (
        <DialogBlock label="Its parents">
          <OutcomeText text={parents} />
          <FateRows outcome={outcome} />
        </DialogBlock>
      )}
      {code !== undefined && (
        <DialogBlock label="The running code">
          <OutcomeText text={code} />
        </DialogBlock>
      )}
      {after !== undefined && (
        <DialogBlock label="After this">
          <OutcomeText text={after} />
        </DialogBlock>
      )}
    </>
  );
}
