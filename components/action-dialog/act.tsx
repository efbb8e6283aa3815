"use client";

import type { ReactNode } from "react";

import { ActAtOnce } from "./act-at-once";
import { ActionDialog } from "./action-dialog";
import { isAtOnce } from "./at-once";
import type { Acting } from "./lazy-action-dialog";

type Props = Acting & { readonly conn: string; readonly onClose: () => void };

/** Asks before it acts, but where one click is enough. */
export function Act(props: Props): ReactNode {
  return isAtOnce(props.action) ? <ActAtOnce {...props} /> : <ActionDialog {...props} />;
}
