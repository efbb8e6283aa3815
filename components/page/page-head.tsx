import type { ReactNode } from "react";

type PageHeadProps = {
  readonly title: ReactNode;
  /** On a phone the top bar names the page already; the title is then for screen readers only. */
  readonly namesPlace?: boolean;
  /** One quiet line under the title. */
  readonly note?: ReactNode;
  /** Stands at the right end. */
  readonly children?: ReactNode;
};

/** The head of a page: its title, one line of context, and what can be done with the whole of it. */
export function PageHead({ title, namesPlace = false, note, children }: PageHeadProps): ReactNode {
  return (
    <header className="flex flex-none flex-wrap items-start gap-x-4 gap-y-2 px-6 pt-5 pb-3 max-md:px-4 max-md:pt-4">
      <div className="min-w-0 flex-1">
        <h1 className={`text-20 font-semibold tracking-[-0.015em] text-balance ${namesPlace ? "max-md:sr-only" : ""}`}>
          {title}
        </h1>
        {note === undefined ? null : <p className="text-text-muted">{note}</p>}
      </div>
      {children}
    </header>
  );
}
