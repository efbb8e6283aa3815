import type { ReactNode } from "react";

/** A key of the keyboard; hidden where there is none. */
export function Kbd({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <kbd className="mono inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-current/40 px-1 text-12 max-md:hidden" aria-hidden="true">
      {children}
    </kbd>
  );
}
