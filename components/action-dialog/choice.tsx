import type { ReactNode } from "react";

import { DialogBlock } from "@/components/ui/dialog";

type Props = {
  readonly text: string;
  readonly chosen: boolean;
  readonly onChosen: (chosen: boolean) => void;
};

/** Something that can be chosen about an action. */
export function Choice({ text, chosen, onChosen }: Props): ReactNode {
  return (
    <DialogBlock label="Option">
      <label className="flex items-center gap-2 max-md:min-h-11">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={chosen}
          onChange={(event) => onChosen(event.target.checked)}
        />
        {text}
      </label>
    </DialogBlock>
  );
}
