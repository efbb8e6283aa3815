import type { ReactNode } from "react";

type PanelBlockProps = { readonly title: string; readonly note?: string; readonly children: ReactNode };

/** One titled part of an inspector panel, under a hairline. */
export function PanelBlock({ title, note, children }: PanelBlockProps): ReactNode {
  return (
    <section className="grid gap-2 border-t px-4 py-3">
      <h3 className="font-semibold">
        {title}
        {note === undefined ? null : <span className="ml-2 text-12 font-normal text-text-muted">{note}</span>}
      </h3>
      {children}
    </section>
  );
}
