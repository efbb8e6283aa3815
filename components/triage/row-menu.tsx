import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";

import { withDots } from "@/components/action-dialog/at-once";
import { Button } from "@/components/ui/button";
import { Glyph } from "@/components/ui/glyph";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { copyText } from "@/lib/client/copy-text";
import { flowHref, jobHref } from "@/lib/client/links";
import { healthQuery } from "@/lib/client/queries";
import { adviceFor } from "@/lib/core/advice";
import { jobLabel } from "@/lib/core/job-label";
import { isQueueCause } from "@/lib/core/queue-causes";

import { copyIncidentOf } from "./copy-incident-of";
import type { RowProps } from "./triage-section";

const rootsShown = 8;

/** What else a row offers: texts to share, and the flows that wait for it. */
export function RowMenu(props: RowProps): ReactNode {
  const { conn, culprit, onAct, onExpect } = props;
  const { job, lock } = culprit;
  const name = job.name ?? "";
  const { data: health } = useQuery(healthQuery());
  const readOnly = health?.writable === false;
  // A queue's row stands for many jobs: only what concerns the queue as a whole is done from here.
  const advice = adviceFor({ culprit, policy: "none", above: [] }).filter(
    ({ action }) => action !== null && (!isQueueCause(culprit.cause) || action === "resume-queue"),
  );
  const copyLink = (): void => {
    void copyText(new URL(jobHref(conn, culprit.job), window.location.href).href, "Link copied");
  };
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="quiet" size="icon" aria-label={`More for ${jobLabel(culprit.job)}`}>
          <Glyph name="more" />
        </Button>
      </MenuTrigger>
      <MenuContent>
        <MenuItem onSelect={() => void copyIncidentOf(props)}>Copy for incident</MenuItem>
        <MenuItem onSelect={copyLink}>Copy link to the job</MenuItem>
        <MenuSeparator />
        {advice.map(({ title, action, options = {} }) => (
          <MenuItem
            key={title}
            disabled={readOnly}
            onSelect={() => action !== null && onAct({ action, job: culprit.job, options })}
          >
            {action === null ? title : withDots(action, title)}
            {readOnly ? <ReadOnly /> : null}
          </MenuItem>
        ))}
        {lock === null || name === "" ? null : (
          <MenuItem disabled={readOnly} onSelect={() => onExpect({ queue: job.queue, name, heldMs: lock.heldMs })}>
            Expected for this job…{readOnly ? <ReadOnly /> : null}
          </MenuItem>
        )}
        {advice.length === 0 && lock === null ? null : <MenuSeparator />}
        {culprit.roots.slice(0, rootsShown).map((root) => (
          <MenuItem key={`${root.queue}:${root.id}`} asChild>
            <Link href={flowHref(conn, root, { sel: culprit.job, panel: "why" })}>
              Open flow <bdi className="mono-code max-w-48 truncate text-text-muted">#{root.id}</bdi>
            </Link>
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}

function ReadOnly(): ReactNode {
  return <span className="ml-auto text-12">read-only</span>;
}
