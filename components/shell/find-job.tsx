import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { useDeferredValue, useState, useSyncExternalStore } from "react";
import type { ReactNode } from "react";

import { Glyph } from "@/components/ui/glyph";
import { flowCommands } from "@/components/share/flow-commands";
import { JobName } from "@/components/ui/job-name";
import { looksOf, severityLooks, toneText } from "@/components/ui/state-looks";
import { flowHref, jobHref, workerHref } from "@/lib/client/links";
import { shownFlow } from "@/lib/client/shown-flow";
import { flowsQuery, queuesQuery, triageQuery, workersQuery } from "@/lib/client/queries";
import { jobLabel, queueLabel } from "@/lib/core/job-label";
import { splitQueue } from "@/lib/core/job-ref";

import { places } from "./places";

export type FindJobProps = {
  readonly conn: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
};

/** Any job by its id, any flow by name or id, any worker by name, any page. */
export function FindJob({ conn, open, onOpenChange }: FindJobProps): ReactNode {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="animate-fade fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="animate-fade fixed z-50 overflow-hidden border bg-bg shadow-lift max-md:inset-0 md:top-[12vh] md:left-1/2 md:w-[560px] md:-translate-x-1/2 md:rounded-lg"
        >
          <Dialog.Title className="sr-only">Find a job</Dialog.Title>
          <Finder conn={conn} onDone={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const item =
  "flex min-h-9 cursor-pointer items-center gap-2 rounded-ui px-2 data-[selected=true]:bg-neutral-tint max-md:min-h-11";
const group =
  "p-1 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:text-text-muted";
const queuesShown = 8;

function Finder({ conn, onDone }: { readonly conn: string; readonly onDone: () => void }): ReactNode {
  const router = useRouter();
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.trim().replace(/^#/, ""));
  const go = (href: string): void => {
    onDone();
    router.push(href);
  };
  return (
    <Command
      label="Find a job"
      shouldFilter={false}
      className="flex max-h-[70vh] flex-col max-md:h-full max-md:max-h-none"
    >
      <div className="flex h-12 flex-none items-center gap-2 border-b px-4">
        <Glyph name="search" className="text-text-muted" />
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder="Job id, or name of a flow"
          className="h-full flex-1 bg-transparent text-14 outline-none placeholder:text-text-muted"
        />
        <Dialog.Close className="px-2 text-text-muted" aria-label="Close">
          <span className="max-md:hidden">Esc</span>
          <span className="md:hidden">Close</span>
        </Dialog.Close>
      </div>
      <Command.List className="min-h-0 flex-1 overflow-y-auto">
        <Command.Empty className="px-4 py-6 text-text-muted">Nothing is named like this.</Command.Empty>
        <Commands wanted={wanted} onDone={onDone} />
        <Culprits conn={conn} wanted={wanted} go={go} />
        {wanted === "" ? null : <Matches conn={conn} wanted={wanted} go={go} />}
        {wanted === "" ? null : <Workers conn={conn} wanted={wanted} go={go} />}
        <Pages conn={conn} wanted={wanted} go={go} />
      </Command.List>
    </Command>
  );
}

/** What the page on screen offers to do. */
function Commands({ wanted, onDone }: { readonly wanted: string; readonly onDone: () => void }): ReactNode {
  const flow = useSyncExternalStore(shownFlow.subscribe, shownFlow.now, shownFlow.onServer);
  const commands = flow === null ? [] : flowCommands(flow);
  const named = commands.filter(({ label }) => label.toLowerCase().includes(wanted.toLowerCase()));
  if (named.length === 0) return null;
  return (
    <Command.Group heading="This flow" className={group}>
      {named.map(({ label, off, run }) => (
        <Command.Item
          key={label}
          value={`command ${label}`}
          disabled={off !== null}
          onSelect={() => {
            onDone();
            run();
          }}
          className={`${item} data-[disabled=true]:opacity-50`}
        >
          <Glyph name="arrow" className="text-text-muted" />
          {label}
          {off === null ? null : <span className="ml-auto text-12">{off}</span>}
        </Command.Item>
      ))}
    </Command.Group>
  );
}

type ListProps = { readonly conn: string; readonly go: (href: string) => void };

function Culprits({ conn, wanted, go }: ListProps & { readonly wanted: string }): ReactNode {
  const { data } = useQuery(triageQuery(conn));
  const text = wanted.toLowerCase();
  const named = data?.culprits.filter(({ job }) => jobLabel(job).toLowerCase().includes(text)) ?? [];
  const worst = named.slice(0, 6);
  if (worst.length === 0) return null;
  return (
    <Command.Group heading="In triage" className={group}>
      {worst.map(({ job, severity, chain, cause }) => (
        <Command.Item
          key={`${cause} ${job.queue} ${job.id}`}
          value={`culprit ${cause} ${job.queue} ${job.id}`}
          onSelect={() => go(flowHref(conn, chain[0] ?? job, { sel: job, panel: "why", scope: "path" }))}
          className={item}
        >
          <Glyph name={severityLooks[severity].glyph} className={toneText[severityLooks[severity].tone]} />
          <JobName name={job.name} id={job.id} />
          <span className="ml-auto text-text-muted">{queueLabel(job.queue)}</span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}

function Matches({ conn, wanted, go }: ListProps & { readonly wanted: string }): ReactNode {
  const { data: flows } = useInfiniteQuery(flowsQuery(conn, { state: "all", queue: null, q: wanted }));
  const { data: queues } = useQuery(queuesQuery(conn));
  const roots = flows?.pages[0]?.flows.slice(0, 8) ?? [];
  return (
    <>
      {roots.length === 0 ? null : (
        <Command.Group heading="Flows" className={group}>
          {roots.map(({ root, state }) => (
            <Command.Item
              key={`${root.queue} ${root.id}`}
              value={`flow ${root.queue} ${root.id}`}
              onSelect={() => go(flowHref(conn, root))}
              className={item}
            >
              <Glyph name={looksOf(state).glyph} className={toneText[looksOf(state).tone]} />
              <JobName name={root.name} id={root.id} />
              <span className="ml-auto text-text-muted">{queueLabel(root.queue)}</span>
            </Command.Item>
          ))}
        </Command.Group>
      )}
      <Command.Group heading="Job of this id" className={group}>
        {queues?.queues.slice(0, queuesShown).map(({ queue }) => (
          <Command.Item
            key={queue}
            value={`job ${queue}`}
            onSelect={() => go(jobHref(conn, { queue, id: wanted }))}
            className={item}
          >
            <Glyph name="arrow" className="text-text-muted" />
            <JobName name={splitQueue(queue).name} id={wanted} />
          </Command.Item>
        ))}
      </Command.Group>
    </>
  );
}

function Workers({ conn, wanted, go }: ListProps & { readonly wanted: string }): ReactNode {
  const { data } = useQuery(workersQuery(conn));
  const text = wanted.toLowerCase();
  const named = data?.workers.filter(({ name }) => name?.toLowerCase().includes(text) === true).slice(0, 4) ?? [];
  if (named.length === 0) return null;
  return (
    <Command.Group heading="Workers" className={group}>
      {named.map(({ id, name, queues }) => (
        <Command.Item key={id} value={`worker ${id}`} onSelect={() => go(workerHref(conn, id))} className={item}>
          <Glyph name="workers" className="text-text-muted" />
          <bdi>{name}</bdi>
          <span className="ml-auto text-text-muted">{queues.map(queueLabel).join(", ")}</span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}

function Pages({ conn, wanted, go }: ListProps & { readonly wanted: string }): ReactNode {
  const found = places.filter(({ word }) => word.toLowerCase().startsWith(wanted.toLowerCase()));
  if (found.length === 0) return null;
  return (
    <Command.Group heading="Pages" className={group}>
      {found.map(({ id, word, glyph, href, key }) => (
        <Command.Item key={id} value={`page ${id}`} onSelect={() => go(href(conn))} className={item}>
          <Glyph name={glyph} className="text-text-muted" />
          {word}
          <kbd className="mono ml-auto text-text-muted max-md:hidden">g {key}</kbd>
        </Command.Item>
      ))}
    </Command.Group>
  );
}
