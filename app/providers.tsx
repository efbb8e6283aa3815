"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { useState } from "react";
import type { ReactNode } from "react";

import { Toasts } from "@/components/shell/toasts";
import { createQueryClient } from "@/lib/client/query-client";

type ProvidersProps = { readonly nonce: string; readonly children: ReactNode };

/** What every page stands in: the cache of reads, the theme, the toasts. */
export function Providers({ nonce, children }: ProvidersProps): ReactNode {
  const [queryClient] = useState(() => startClient(nonce));
  return (
    <QueryClientProvider client={queryClient}>
      <ThemeProvider
        attribute="data-theme"
        defaultTheme="system"
        enableColorScheme={false}
        disableTransitionOnChange
        nonce={nonce}
      >
        {children}
        <Toasts />
      </ThemeProvider>
    </QueryClientProvider>
  );
}

function startClient(nonce: string) {
  // Radix' scroll lock puts a style element into the page and takes its nonce from this name (package get-nonce).
  if (typeof window !== "undefined") Reflect.set(globalThis, "__webpack_nonce__", nonce);
  return createQueryClient();
}
