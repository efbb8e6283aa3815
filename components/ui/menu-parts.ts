import { createContext } from "react";
import type { RefObject } from "react";
import type { DropdownMenu } from "radix-ui";

export type Chosen = RefObject<(() => void) | null>;

export type MenuParts = Pick<typeof DropdownMenu, "Item" | "Label" | "Separator"> & { readonly chosen: Chosen };

/** What a menu is made of, given by its list once that is loaded. */
export const MenuPartsContext = createContext<MenuParts | null>(null);
