"use client";

import { createContext, useCallback, useContext, useState } from "react";
import type { ReactNode } from "react";

import type { ActionId, ActionOptions } from "@/lib/core/action";
import type { NamedJob } from "@/lib/core/job-ref";

import { LazyActionDialog } from "./lazy-action-dialog";
import type { Acting } from "./lazy-action-dialog";

type OpenAction = (action: ActionId, job: NamedJob, options?: ActionOptions) => void;

const OpenActionContext = createContext<OpenAction | null>(null);

/** Holds the one action dialog of a page, so that it stays open while what opened it changes or goes. */
export function ActionDialogProvider({ conn, children }: { readonly conn: string; readonly children: ReactNode }) {
  const [acting, setActing] = useState<Acting | null>(null);
  const open = useCallback<OpenAction>(
    (action, { queue, id, name }, options = {}) => setActing({ action, job: { queue, id, name }, options }),
    [],
  );
  return (
    <OpenActionContext value={open}>
      {children}
      <LazyActionDialog conn={conn} acting={acting} onClose={() => setActing(null)} />
    </OpenActionContext>
  );
}

/** Opens the preview of an action; nothing is done before it is confirmed there. */
export function useOpenAction(): OpenAction {
  const open = useContext(OpenActionContext);
  if (open === null) throw new Error("Actions are opened inside an ActionDialogProvider.");
  return open;
}
