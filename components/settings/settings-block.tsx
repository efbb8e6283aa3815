import type { ReactNode } from "react";

type SettingsBlockProps = { readonly title: string; readonly note?: string; readonly children: ReactNode };

/** One setting: its name and meaning, and the setting itself beside it. */
export function SettingsBlock({ title, note, children }: SettingsBlockProps): ReactNode {
  return (
    <section className="grid flex-none gap-x-6 gap-y-2 border-t px-6 py-4 max-md:px-4 md:grid-cols-[256px_minmax(0,1fr)]">
      <div>
        <h2 className="font-semibold">{title}</h2>
        {note === undefined ? null : <p className="text-12 text-text-muted">{note}</p>}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
