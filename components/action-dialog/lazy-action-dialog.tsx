"use client";

import type { ReactNode } from "react";

import { lazyOverlay } from "@/components/ui/lazy-overlay";
import { usePreload } from "@/components/ui/lazy-part";
import type { ActionId, ActionOptions } from "@/lib/core/action";
import type { NamedJob } from "@/lib/core/job-ref";

const Act = lazyOverlay(() => import("./act").then((module) => module.Act));

export type Acting = { readonly action: ActionId; readonly job: NamedJob; readonly options?: ActionOptions };

type Props = { readonly conn: string; readonly acting: Acting | null; readonly onClose: () => void };

/** The action dialog of a page, `acting` being what it is open for; its code is no part of the first load. What needs no dialog is done. */
export function LazyActionDialog({ conn, acting, onClose }: Props): ReactNode {
  usePreload(Act);
  return acting === null ? null : <Act conn={conn} {...acting} onClose={onClose} />;
}
