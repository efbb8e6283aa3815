import Link from "next/link";
import type { ReactNode } from "react";

import { Glyph } from "@/components/ui/glyph";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { triageHref } from "@/lib/client/links";
import { usePageReady } from "@/lib/client/page-ready";
import type { Health } from "@/lib/contract/health-schema";

import { places } from "./places";
import type { PlaceId } from "./places";
import { useRailCounts } from "./use-rail-counts";

type RailProps = {
  readonly conn: string;
  readonly place: PlaceId;
  /** Icons only, so that a flow has the room. */
  readonly narrow: boolean;
  readonly health: Health | null;
};

/** The pages with their live counts, 208 wide, 48 on a flow's page. Not on phones. */
export function Rail({ conn, place, narrow, health }: RailProps): ReactNode {
  const ready = usePageReady();
  const counts = useRailCounts(conn, ready && !narrow);
  return (
    <>
      <nav
        aria-label="Connection"
        className={`hidden h-12 items-center border-r bg-bg-subtle md:flex ${narrow ? "justify-center" : "px-4"}`}
      >
        <ConnectionSwitch conn={conn} narrow={narrow} others={health?.connections.map(({ id }) => id) ?? []} />
      </nav>
      <nav
        aria-label="Pages"
        className="row-start-3 row-end-6 hidden min-h-0 flex-col gap-0.5 overflow-y-auto border-r bg-bg-subtle px-2 py-3 md:col-start-1 md:flex"
      >
        {places.map(({ id, word, glyph, href }) => (
          <div key={id} className={id === "activity" ? "mt-2 border-t pt-2.5" : ""}>
            <Link
              href={href(conn)}
              aria-current={id === place ? "page" : undefined}
              aria-label={narrow ? word : undefined}
              title={narrow ? word : undefined}
              className={`flex h-8 items-center gap-2 rounded-ui border font-medium ${narrow ? "w-8 justify-center" : "px-2"} ${
                id === place
                  ? "border-border bg-bg text-text"
                  : "border-transparent text-text-muted hover:bg-neutral-tint hover:text-text"
              }`}
            >
              <Glyph name={glyph} />
              {narrow ? null : <span className="flex-1">{word}</span>}
              {narrow || counts[id] === null ? null : (
                <span className="mono font-normal">{counts[id].toLocaleString("en-US")}</span>
              )}
            </Link>
          </div>
        ))}
        {health === null || health.writable || narrow ? null : (
          <p className="mt-auto px-2 pt-4 text-12 text-text-muted">Read-only. You can look and share.</p>
        )}
      </nav>
    </>
  );
}

type ConnectionSwitchProps = { readonly conn: string; readonly narrow: boolean; readonly others: readonly string[] };

function ConnectionSwitch({ conn, narrow, others }: ConnectionSwitchProps): ReactNode {
  const name = narrow ? conn.slice(0, 1).toUpperCase() : conn;
  if (others.length < 2) {
    return (
      <Link
        href={triageHref(conn)}
        title={conn}
        className={`min-w-0 truncate text-14 font-semibold ${narrow ? "flex size-7 items-center justify-center rounded-ui border border-control bg-bg text-13" : ""}`}
      >
        {name}
      </Link>
    );
  }
  return (
    <Menu>
      <MenuTrigger className="flex min-w-0 items-center gap-2 text-14 font-semibold" aria-label={`Connection ${conn}`}>
        <span className="truncate">{name}</span>
        {narrow ? null : <Glyph name="down" className="text-text-muted" />}
      </MenuTrigger>
      <MenuContent align="start">
        {others.map((id) => (
          <MenuItem key={id} asChild>
            <Link href={triageHref(id)}>{id}</Link>
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}
