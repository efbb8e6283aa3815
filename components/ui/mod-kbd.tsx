"use client";

import type { ReactNode } from "react";

import { useModKey } from "@/lib/client/use-mod-key";

import { Kbd } from "./kbd";

/** A key to press with ⌘ or Ctrl, as this keyboard has it. */
export function ModKbd({ name, className = "" }: { readonly name: string; readonly className?: string }): ReactNode {
  const write = useModKey();
  return write === null ? null : <Kbd className={className}>{write(name)}</Kbd>;
}
