"use client";

import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Dialog, DialogBlock, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { JobName } from "@/components/ui/job-name";
import { opensFocused } from "@/components/ui/use-focus-return";
import { refusalText } from "@/lib/contract/action-texts";
import type { ActionResult } from "@/lib/core/action";
import { jobKey } from "@/lib/core/job-ref";

import { bulkVerbs } from "./bulk-words";
import type { BulkAction } from "./bulk-words";
import { resultsText } from "./use-bulk-act";

type Props = {
  readonly action: BulkAction;
  readonly results: readonly ActionResult[];
  readonly onClose: () => void;
};

/** What came of a few jobs where not all were acted on, with each reason. */
export function BulkResults({ action, results, onClose }: Props): ReactNode {
  const notDone = results.filter(({ result }) => result !== "done");
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={`${bulkVerbs[action]}: ${resultsText(results)}`}>
        <DialogBody>
          <DialogBlock label="Not done">
            <ul className="grid gap-1.5">
              {notDone.map(({ job, code, denied, after }) => (
                <li key={jobKey(job)}>
                  <JobName name={null} id={job.id} />
                  <span className="block text-text-muted">
                    {code === null ? "" : `${refusalText(code, denied)} `}The job is {after.state} now.
                  </span>
                </li>
              ))}
            </ul>
          </DialogBlock>
        </DialogBody>
        <DialogFooter>
          <Button size="lg" {...opensFocused} onClick={onClose} className="max-md:flex-1">
            Close
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
