"use client";

import { useTheme } from "next-themes";
import type { ReactNode } from "react";
import { Toaster } from "sonner";

/** What has just been done, in the corner; long enough to be read, and above the tab bar of a phone. */
export function Toasts(): ReactNode {
  const { resolvedTheme } = useTheme();
  return (
    <Toaster
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-right"
      closeButton
      duration={8_000}
      mobileOffset={{ bottom: 80, left: 16, right: 16 }}
      toastOptions={{ className: "flowlock-toast" }}
    />
  );
}
