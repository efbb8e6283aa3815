import Link from "next/link";
import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Glyph } from "@/components/ui/glyph";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuTrigger } from "@/components/ui/menu";

import { places } from "./places";

type PhoneMenuProps = { readonly conn: string; readonly writable: boolean | null };

/** The pages that the tab bar of a phone has no room for. */
export function PhoneMenu({ conn, writable }: PhoneMenuProps): ReactNode {
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="quiet" size="icon" aria-label="More pages" className="-mr-3 md:hidden">
          <Glyph name="more" />
        </Button>
      </MenuTrigger>
      <MenuContent>
        {places.slice(5).map(({ id, word, glyph, href }) => (
          <MenuItem key={id} asChild>
            <Link href={href(conn)}>
              <Glyph name={glyph} className="text-text-muted" />
              {word}
            </Link>
          </MenuItem>
        ))}
        {writable === false ? <MenuLabel>Read-only. You can look and share.</MenuLabel> : null}
      </MenuContent>
    </Menu>
  );
}
