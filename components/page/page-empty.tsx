import type { ReactNode } from "react";

/** What a list says when it has nothing to show: one sentence, what explains it, and where to go on. */
export function PageEmpty({
  title,
  children,
}: {
  readonly title: ReactNode;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className="grid justify-items-start gap-2 border-t px-6 py-8 wrap-anywhere max-md:px-4">
      <h2 className="text-14 font-semibold">{title}</h2>
      <div className="grid max-w-160 justify-items-start gap-3 text-text-muted">{children}</div>
    </div>
  );
}
