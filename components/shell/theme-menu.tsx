import { useTheme } from "next-themes";
import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Glyph } from "@/components/ui/glyph";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";

const themes = [
  ["system", "As the system"],
  ["light", "Light"],
  ["dark", "Dark"],
] as const;

/** Light, dark, or what the system says. */
export function ThemeMenu({ narrow }: { readonly narrow: boolean }): ReactNode {
  const { theme, setTheme } = useTheme();
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button
          variant="quiet"
          size={narrow ? "icon" : "md"}
          aria-label="Appearance"
          className={narrow ? "" : "-ml-2 justify-start px-2"}
        >
          <Glyph name="settings" />
          {narrow ? null : "Appearance"}
        </Button>
      </MenuTrigger>
      <MenuContent align="start" side="top">
        {themes.map(([id, word]) => (
          <MenuItem key={id} onSelect={() => setTheme(id)}>
            <span className="flex-1">{word}</span>
            {theme === id ? <Glyph name="fact" /> : null}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}
