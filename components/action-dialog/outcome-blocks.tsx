"use client";

import { DialogBlock } from "@/components/ui/dialog";
import { refusalTexts } from "@/lib/contract/action-texts";
import type { Outcome } from "@/lib/core/action";

import { FateRows } from "./fate-rows";

/** The four blocks of every action, always in this order. */
export function OutcomeBlocks({ outcome }: { readonly outcome: Outcome }) {
  const [own, parents, code, after] = outcome.text;
  return (
    <>
      {!outcome.allowed && outcome.refusal !== null && (
        <p role="alert" className="border-t bg-suspect-tint px-6 py-3 text-suspect max-md:px-4">
          {refusalTexts[outcome.refusal]}
        </p>
      )}
      {own !== undefined && <DialogBlock label="This job">{own}</DialogBlock>}
      {parents !== undefined && (
        <DialogBlock label="Its parents">
          <p>
            <Lead text={parents} opening={/^\d[\d,]* jobs will fail\./} />
          </p>
          <FateRows outcome={outcome} />
        </DialogBlock>
      )}
      {code !== undefined && (
        <DialogBlock label="The running code">
          <Lead text={code} opening={/^This does not stop the code\./} />
        </DialogBlock>
      )}
      {after !== undefined && <DialogBlock label="After this">{after}</DialogBlock>}
    </>
  );
}

/** A text whose opening sentence, where it is the one that matters, stands out. */
function Lead({ text, opening }: { readonly text: string; readonly opening: RegExp }) {
  const lead = opening.exec(text)?.[0];
  if (lead === undefined) return text;
  return (
    <>
      <strong className="font-semibold">{lead}</strong>
      {text.slice(lead.length)}
    </>
  );
}
