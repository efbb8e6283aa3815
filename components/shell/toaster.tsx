"use client";

import { useTheme } from "next-themes";
import { useEffect } from "react";
import type { ReactNode } from "react";
import { toast, Toaster } from "sonner";

import { tellings } from "@/lib/client/tell";
import type { Telling } from "@/lib/client/tell";

const showAs = { done: toast.success, failed: toast.error, news: toast } as const satisfies Record<
  Telling["kind"],
  unknown
>;

/** Shows what is told; long enough to be read, and above the tab bar of a phone. */
export function ToasterOfTellings(): ReactNode {
  const { resolvedTheme } = useTheme();
  useEffect(() => {
    const showAll = (): void => tellings.take().forEach(show);
    showAll();
    return tellings.subscribe(showAll);
  }, []);
  return (
    <Toaster
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-right"
      closeButton
      duration={8_000}
      mobileOffset={{ bottom: 80, left: 16, right: 16 }}
      toastOptions={{ className: "font-sans!" }}
    />
  );
}

function show({ kind, text, description, durationMs, action }: Telling): void {
  showAs[kind](text, {
    ...(description === undefined ? {} : { description }),
    ...(durationMs === undefined ? {} : { duration: durationMs }),
    ...(action === undefined ? {} : { action }),
  });
}
