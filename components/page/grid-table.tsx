import type { ReactNode } from "react";

export type GridColumn = {
  readonly id: string;
  readonly label: string;
  readonly end?: boolean;
  /** Such as the width from which the column is shown. */
  readonly className?: string;
};

type GridTableProps = {
  readonly label: string;
  readonly columns: readonly GridColumn[];
  /** The `md:grid-cols-[…]` class that the head and the rows share. */
  readonly template: string;
  /** Stands before the first column, such as a checkbox for all rows. */
  readonly lead?: ReactNode;
  readonly children: ReactNode;
};

/** A table of our own layout: a grid from 768 px on, cards of two lines below. Its roles stay those of a table. */
export function GridTable({ label, columns, template, lead, children }: GridTableProps): ReactNode {
  return (
    <div role="table" aria-label={label} className="min-w-0">
      <div role="rowgroup" className="sticky top-0 z-10">
        <div
          role="row"
          className={`relative h-8 items-center gap-x-4 border-y bg-bg-subtle px-6 text-12 whitespace-nowrap text-text-muted max-md:sr-only md:grid ${template}`}
        >
          {lead}
          {columns.map(({ id, label: text, end = false, className = "" }) => (
            <span key={id} role="columnheader" className={`${end ? "text-right" : ""} ${className}`}>
              {text}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup">{children}</div>
    </div>
  );
}

/** A row of 36 px; on a phone a card of two columns whose cells the caller orders and spans. */
export function GridRow({
  template,
  children,
}: {
  readonly template: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div
      role="row"
      className={`relative items-center gap-x-4 border-b px-6 hover:bg-bg-subtle max-md:grid max-md:min-h-16 max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-y-1.5 max-md:px-4 max-md:py-2.5 md:grid md:h-9 ${template}`}
    >
      {children}
    </div>
  );
}

/** One cell. */
export function GridCell({
  children,
  className = "",
}: {
  readonly children?: ReactNode;
  readonly className?: string;
}): ReactNode {
  return (
    <span role="cell" className={`min-w-0 ${className}`}>
      {children}
    </span>
  );
}
