"use client";

import type { ReactNode } from "react";

import { MenuItem } from "@/components/ui/menu";
import type { ShownFlow } from "@/lib/client/shown-flow";

import { flowCommands } from "./flow-commands";

export type ShareItemsProps = { readonly flow: ShownFlow };

/** The ways to share a flow, as items of its menu. */
export function ShareItems({ flow }: ShareItemsProps): ReactNode {
  return flowCommands(flow).map(({ label, off, run }) => (
    <MenuItem key={label} disabled={off !== null} onSelect={run}>
      {label}
      {off === null ? null : <span className="ml-auto text-12">{off}</span>}
    </MenuItem>
  ));
}
