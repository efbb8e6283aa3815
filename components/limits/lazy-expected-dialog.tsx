"use client";

import type { ReactNode } from "react";

import { lazyOverlay } from "@/components/ui/lazy-overlay";
import { usePreload } from "@/components/ui/lazy-part";

import type { Expected } from "./expected-dialog";

const ExpectedDialog = lazyOverlay(() => import("./expected-dialog").then((module) => module.ExpectedDialog));

type Props = { readonly conn: string; readonly expected: Expected | null; readonly onClose: () => void };

/** The dialog that says how long a job name may take; its code is no part of the first load. */
export function LazyExpectedDialog({ conn, expected, onClose }: Props): ReactNode {
  usePreload(ExpectedDialog);
  return expected === null ? null : <ExpectedDialog conn={conn} expected={expected} onClose={onClose} />;
}
