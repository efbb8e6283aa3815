import type { ReactNode } from "react";

/** A key to press; on a filled button it takes the button's text colour. */
export function Kbd({
  children,
  className = "",
}: {
  readonly children: ReactNode;
  readonly className?: string;
}): ReactNode {
  return (
    <kbd
      aria-hidden="true"
      className={`mono inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-current/30 px-1 font-normal max-md:hidden ${className}`}
    >
      {children}
    </kbd>
  );
}
