"use client";

import { useEffect, useState } from "react";
import type { ReactNode } from "react";

import { lazyPart, usePreload } from "@/components/ui/lazy-part";
import { PartFailed } from "@/components/ui/part-failed";
import { isKeyForPage } from "@/lib/client/is-key-for-page";

import type { ShortcutDialogProps } from "./shortcut-dialog";

const ShortcutDialog = lazyPart<ShortcutDialogProps>(
  () => import("./shortcut-dialog").then((module) => module.ShortcutDialog),
  { failed: (retry, { onOpenChange }) => <PartFailed onRetry={retry} onClose={() => onOpenChange(false)} /> },
);

/** Every shortcut, opened by `?`; its code is no part of the first load. */
export function ShortcutList(): ReactNode {
  const [open, setOpen] = useState<boolean | null>(null);
  usePreload(ShortcutDialog);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "?" || !isKeyForPage(event)) return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return open === null ? null : <ShortcutDialog open={open} onOpenChange={setOpen} />;
}
