import type { ReactNode } from "react";

import { instantText } from "@/components/page/clock";
import type { JobHistory } from "@/lib/contract/record-schemas";

const words: { readonly [event: string]: string } = {
  added: "Added",
  waiting: "Put in line",
  "waiting from active": "Put back in line",
  "waiting from delayed": "Its delay was over",
  "waiting from failed": "Retried",
  "waiting from waiting-children": "Released by its children",
  delayed: "Delayed",
  "waiting-children": "Waits for its children",
  active: "Picked up by a worker",
  progress: "Reported progress",
  stalled: "Stalled: its lock had run out",
  completed: "Completed",
  failed: "Failed",
  "retries-exhausted": "No try was left",
  removed: "Removed",
};

/** What happened to a job, oldest first, in words; an event that is not known here keeps BullMQ's name. */
export function JobEvents({ events }: Pick<JobHistory, "events">): ReactNode {
  if (events.length === 0) return <p className="text-text-muted">The job stores no times.</p>;
  return (
    <ol className="grid gap-1">
      {events.map(({ atMs, event, from }, index) => (
        <li
          // oxlint-disable-next-line react/no-array-index-key -- two events of one millisecond have nothing else of their own
          key={`${event} ${atMs} ${index}`}
          className="grid grid-cols-[136px_minmax(0,1fr)] gap-x-2"
        >
          <time className="mono-code leading-5 text-text-muted" dateTime={new Date(atMs).toISOString()}>
            {instantText(atMs)}
          </time>
          <span>{words[`${event} from ${from}`] ?? words[event] ?? event}</span>
        </li>
      ))}
      <li className="text-12 text-text-muted">
        From the queue's event stream, which keeps the latest only. BullMQ keeps no times of earlier attempts elsewhere.
      </li>
    </ol>
  );
}
