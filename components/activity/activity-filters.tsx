"use client";

import type { ReactNode } from "react";

import { QueueFilter } from "@/components/page/queue-filter";
import { SearchBox } from "@/components/page/search-box";
import { Button } from "@/components/ui/button";
import { Glyph } from "@/components/ui/glyph";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import type { ActivitySpan } from "@/lib/client/activity-filter";
import { activityKinds } from "@/lib/contract/activity-kinds";
import { resultKinds } from "@/lib/core/operation";

import { activityWords, resultWords } from "./activity-words";
import { useActivityFilter } from "./use-activity-filter";

const spanWords = {
  "1h": "Last hour",
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
} as const satisfies Record<ActivitySpan, string>;
const spans = ["1h", "24h", "7d"] as const satisfies readonly ActivitySpan[];

/** Chooses which actions are listed: by what was done, its result, when, on what and by whom. */
export function ActivityFilters({ conn }: { readonly conn: string }): ReactNode {
  const { filter, isSet, change, clear } = useActivityFilter();
  const { what, result, within, queue, q } = filter;
  return (
    <div role="search" className="flex flex-none flex-wrap items-center gap-2 px-6 pb-3 max-md:px-4">
      <Choice
        all="All actions"
        ids={activityKinds}
        words={activityWords}
        value={what}
        onChange={(to) => change({ what: to })}
      />
      <Choice
        all="All results"
        ids={resultKinds}
        words={resultWords}
        value={result}
        onChange={(to) => change({ result: to })}
      />
      <Choice all="Any time" ids={spans} words={spanWords} value={within} onChange={(to) => change({ within: to })} />
      <QueueFilter conn={conn} value={queue} onChange={(to) => change({ queue: to })} />
      <SearchBox
        label="Filter actions by job, queue, person or reason"
        placeholder="Job, person or reason"
        value={q ?? ""}
        onChange={(to) => change({ q: to })}
      />
      <Exact name="Job" value={filter.job} onClear={() => change({ job: null })} />
      <Exact name="Who" value={filter.who} onClear={() => change({ who: null })} />
      <Exact name="Bulk action" value={filter.operation} onClear={() => change({ operation: null })} />
      {isSet ? (
        <Button variant="quiet" onClick={clear}>
          Clear filter
        </Button>
      ) : null}
    </div>
  );
}

type ChoiceProps<Id extends string> = {
  /** What the button says where nothing is chosen. */
  readonly all: string;
  readonly ids: readonly Id[];
  readonly words: Readonly<Record<Id, string>>;
  readonly value: Id | null;
  readonly onChange: (id: Id | null) => void;
};

function Choice<Id extends string>({ all, ids, words, value, onChange }: ChoiceProps<Id>): ReactNode {
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button>
          {value === null ? all : words[value]}
          <Glyph name="down" />
        </Button>
      </MenuTrigger>
      <MenuContent align="start">
        <MenuItem onSelect={() => onChange(null)}>{all}</MenuItem>
        <MenuSeparator />
        {ids.map((id) => (
          <MenuItem key={id} onSelect={() => onChange(id)}>
            {words[id]}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}

type ExactProps = { readonly name: string; readonly value: string | null; readonly onClear: () => void };

/** A part of the filter that a link set: shown so that it can be taken away. */
function Exact({ name, value, onClear }: ExactProps): ReactNode {
  if (value === null) return null;
  return (
    <Button onClick={onClear} aria-label={`Not only ${name} ${value}`} className="max-w-64">
      {name}
      <bdi className="mono-code truncate">{value}</bdi>
      <Glyph name="close" />
    </Button>
  );
}
