"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Glyph } from "@/components/ui/glyph";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { queuesQuery } from "@/lib/client/queries";
import { queueLabel } from "@/lib/core/job-label";

type QueueFilterProps = {
  readonly conn: string;
  readonly value: string | null;
  readonly onChange: (queue: string | null) => void;
};

/** Chooses one queue of the connection, or all of them. */
export function QueueFilter({ conn, value, onChange }: QueueFilterProps): ReactNode {
  const queues = useQuery(queuesQuery(conn)).data?.queues ?? [];
  const names = queues.map(({ name }) => name);
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button className="max-w-64">
          <span className="truncate">{value === null ? "All queues" : queueLabel(value)}</span>
          <Glyph name="down" />
        </Button>
      </MenuTrigger>
      <MenuContent align="start">
        <MenuItem onSelect={() => onChange(null)}>All queues</MenuItem>
        <MenuSeparator />
        {queues.map(({ queue, name, prefix }) => (
          <MenuItem key={queue} onSelect={() => onChange(queue)}>
            <bdi className="max-w-72 truncate">{name}</bdi>
            {names.indexOf(name) === names.lastIndexOf(name) ? null : (
              <bdi className="mono-code max-w-40 truncate text-text-muted">{prefix}</bdi>
            )}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}
