"use client";

import { offeredActions } from "@/components/action-dialog/offered-actions";
import { useOpenAction } from "@/components/action-dialog/action-dialog-provider";
import { loadShareCode } from "@/components/share/load-share-code";
import type { ShareItemsProps } from "@/components/share/share-items";
import { Button } from "@/components/ui/button";
import { lazyPart, usePreload } from "@/components/ui/lazy-part";
import { Glyph } from "@/components/ui/glyph";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import type { FlowNode } from "@/lib/core/flow-view";
import type { ShownFlow } from "@/lib/client/shown-flow";
import { jobLabel } from "@/lib/core/job-label";
import type { NamedJob } from "@/lib/core/job-ref";

const ShareItems = lazyPart<ShareItemsProps>(() => loadShareCode().then((code) => code.ShareItems), {
  failed: () => <MenuLabel>Sharing could not be loaded. Open the menu again.</MenuLabel>,
});

type Props = {
  readonly job: NamedJob;
  /** `null` where the view does not hold the job. */
  readonly node: FlowNode | null;
  readonly shown: ShownFlow;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
};

/** What can be done with the selected job; what can't be done now stays in the list with its reason. */
export function FlowActions({ job, node, shown, open, onOpenChange }: Props) {
  const openAction = useOpenAction();
  usePreload(ShareItems);
  return (
    <Menu open={open} onOpenChange={onOpenChange}>
      <MenuTrigger asChild>
        <Button
          className="flex-none max-md:size-11 max-md:border-transparent max-md:p-0"
          aria-label={`Actions on ${jobLabel(job)}`}
        >
          <span className="max-md:hidden">Actions</span>
          <Glyph name="down" className="text-text-muted max-md:hidden" />
          <Glyph name="more" className="md:hidden" />
        </Button>
      </MenuTrigger>
      <MenuContent>
        <MenuLabel>{jobLabel(job)}</MenuLabel>
        {node !== null &&
          offeredActions(node).map(({ action, label, off, options }) => (
            <MenuItem
              key={action}
              disabled={off !== null}
              onSelect={() => openAction(action, job, options)}
              className="max-w-80 flex-wrap gap-y-0 py-1"
            >
              {label}
              {off !== null && <span className="w-full text-12">{off}</span>}
            </MenuItem>
          ))}
        <MenuSeparator />
        <ShareItems flow={shown} />
      </MenuContent>
    </Menu>
  );
}
