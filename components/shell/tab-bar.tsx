import Link from "next/link";
import type { ReactNode } from "react";

import { Glyph } from "@/components/ui/glyph";

import { places } from "./places";
import type { PlaceId } from "./places";

/** The five pages at the bottom of a phone. */
export function TabBar({ conn, place }: { readonly conn: string; readonly place: PlaceId }): ReactNode {
  return (
    <nav aria-label="Pages" className="col-start-1 row-start-5 grid h-16 grid-cols-5 border-t bg-bg-subtle md:hidden">
      {places.slice(0, 5).map(({ id, word, glyph, href }) => (
        <Link
          key={id}
          href={href(conn)}
          aria-current={id === place ? "page" : undefined}
          className={`flex flex-col items-center justify-center gap-1 text-12 font-medium outline-offset-[-2px] ${
            id === place ? "text-text shadow-[inset_0_2px_var(--text)]" : "text-text-muted"
          }`}
        >
          <Glyph name={glyph} size={20} />
          {word}
        </Link>
      ))}
    </nav>
  );
}
