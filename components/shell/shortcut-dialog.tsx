"use client";

import type { ReactNode } from "react";

import { Dialog, DialogBlock, DialogBody, DialogContent } from "@/components/ui/dialog";
import { useModKey } from "@/lib/client/use-mod-key";

import { places } from "./places";

type Shortcut = { readonly keys: readonly string[]; readonly does: string };

const everywhere: readonly Shortcut[] = [
  { keys: ["/"], does: "Filter" },
  { keys: ["Space"], does: "Pause or resume live data" },
  { keys: ["?"], does: "This list" },
];

const lists: readonly Shortcut[] = [
  { keys: ["j", "↓"], does: "Next row" },
  { keys: ["k", "↑"], does: "Previous row" },
  { keys: ["Home", "End"], does: "First, last row" },
  { keys: ["Enter"], does: "Open" },
  { keys: ["x", "Shift+x"], does: "Select, select a range; Esc clears" },
  { keys: ["."], does: "Actions menu, or what can be done with the selected" },
  { keys: ["y"], does: "Copy link, with Shift for an incident" },
];

const flow: readonly Shortcut[] = [
  { keys: ["b"], does: "Jump to the culprit, again for the next one" },
  { keys: ["r"], does: "Root" },
  { keys: ["[", "]"], does: "Previous, next problem" },
  { keys: ["w"], does: "Why panel" },
  { keys: ["s"], does: "Path, problems, all" },
  { keys: ["1", "2", "3", "4"], does: "Graph, outline, timeline, graph and outline" },
  { keys: ["←", "→"], does: "Parent, first child; in lists close and open first" },
  { keys: ["e", "c"], does: "Open, close all below" },
  { keys: ["+", "-", "0"], does: "Zoom in, out, back to the path" },
  { keys: ["x", "Shift+x"], does: "Select in the outline, select a range" },
  { keys: ["."], does: "Actions menu" },
  { keys: ["Shift+y"], does: "Copy for incident" },
  { keys: ["y"], does: "Copy link" },
];

export type ShortcutDialogProps = { readonly open: boolean; readonly onOpenChange: (open: boolean) => void };

/** Every shortcut. No single key acts on a job. */
export function ShortcutDialog({ open, onOpenChange }: ShortcutDialogProps): ReactNode {
  const modKey = useModKey();
  const finding = { keys: [modKey?.("K") ?? "Ctrl K"], does: "Find a job, a flow or a page" };
  const pages = places.map(({ key, word }) => ({ keys: [`g ${key}`], does: word }));
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title="Shortcuts" description="Single keys can be turned off in Settings.">
        <DialogBody>
          <Shortcuts label="Everywhere" shortcuts={[finding, ...everywhere]} />
          <Shortcuts label="Pages" shortcuts={pages} />
          <Shortcuts label="Lists" shortcuts={lists} />
          <Shortcuts label="A flow" shortcuts={flow} />
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}

function Shortcuts({
  label,
  shortcuts,
}: {
  readonly label: string;
  readonly shortcuts: readonly Shortcut[];
}): ReactNode {
  return (
    <DialogBlock label={label}>
      <dl className="grid grid-cols-[96px_minmax(0,1fr)] gap-y-1">
        {shortcuts.map(({ keys, does }) => (
          <div key={does} className="contents">
            <dt className="flex gap-1">
              {keys.map((key) => (
                <kbd
                  key={key}
                  className="mono-code inline-flex h-5 min-w-5 items-center justify-center rounded-sm border px-1 text-text-muted"
                >
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </DialogBlock>
  );
}
