"use client";

import { createContext, useContext, useId, useRef, useState } from "react";
import type { ComponentProps, KeyboardEvent, PointerEvent, ReactNode, RefObject } from "react";
import { Slot } from "radix-ui";

import { lazyPart, usePreload } from "./lazy-part";
import { MenuPartsContext } from "./menu-parts";
import type { MenuParts } from "./menu-parts";
import { PartFailed } from "./part-failed";
import type { MenuListProps } from "./menu-list";

const MenuList = lazyPart<MenuListProps>(() => import("./menu-list").then((module) => module.MenuList), {
  failed: (retry, { onOpenChange }) => <PartFailed onRetry={retry} onClose={() => onOpenChange(false)} />,
});

type MenuState = {
  readonly open: boolean;
  readonly byKey: boolean;
  readonly change: (open: boolean, byKey: boolean) => void;
  readonly trigger: RefObject<HTMLButtonElement | null>;
  readonly triggerId: string;
  readonly listId: string;
};

const MenuContext = createContext<MenuState | null>(null);

type MenuProps = {
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly children: ReactNode;
};

/** A button and the list that it opens. Opened from elsewhere by `open`, it is taken as opened by a key. */
export function Menu({ open: given, onOpenChange, children }: MenuProps): ReactNode {
  const [own, setOwn] = useState(false);
  const [byKey, setByKey] = useState(true);
  const trigger = useRef<HTMLButtonElement>(null);
  const change = (next: boolean, asKey: boolean): void => {
    setOwn(next);
    setByKey(asKey);
    onOpenChange?.(next);
  };
  const id = useId();
  const state = { open: given ?? own, byKey, change, trigger, triggerId: `${id}button`, listId: `${id}list` };
  usePreload(MenuList);
  return <MenuContext value={state}>{children}</MenuContext>;
}

/** The menu's button; with `asChild` its one child is. As menus do, it opens when it is pressed, not when let go. */
export function MenuTrigger({ asChild = false, ...props }: ComponentProps<"button"> & { readonly asChild?: boolean }) {
  const { open, change, trigger, triggerId, listId } = useMenu();
  const Button = asChild ? Slot.Root : "button";
  const onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0 || event.ctrlKey) return;
    change(!open, false);
    // Else the button would take the focus from the list.
    if (!open) event.preventDefault();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!["Enter", " ", "ArrowDown"].includes(event.key)) return;
    change(event.key === "ArrowDown" || !open, true);
    event.preventDefault();
  };
  return (
    <Button
      type="button"
      ref={trigger}
      id={triggerId}
      aria-haspopup="menu"
      aria-expanded={open}
      aria-controls={open ? listId : undefined}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      onPointerEnter={() => void MenuList.preload()}
      onFocus={() => void MenuList.preload()}
      {...props}
    />
  );
}

type MenuContentProps = { readonly align?: "start" | "end"; readonly children: ReactNode };

/** What is in the list; rendered from the first time that it opens. */
export function MenuContent({ align = "end", children }: MenuContentProps): ReactNode {
  const { open, byKey, change, trigger, triggerId, listId } = useMenu();
  const [wasOpen, setWasOpen] = useState(open);
  if (open && !wasOpen) setWasOpen(true);
  if (!open && !wasOpen) return null;
  const onOpenChange = (next: boolean): void => change(next, true);
  return <MenuList {...{ open, byKey, align, trigger, triggerId, listId, onOpenChange }}>{children}</MenuList>;
}

/** One thing to do or to open; with `asChild` its one child is the link. */
export function MenuItem({ onSelect, ...props }: ComponentProps<MenuParts["Item"]>): ReactNode {
  const { Item, chosen } = useParts();
  return (
    <Item
      {...props}
      onSelect={(event) => {
        chosen.current = () => onSelect?.(event);
      }}
      className={`flex min-h-8 items-center gap-2 rounded-ui px-2 outline-none select-none data-disabled:opacity-50 data-highlighted:bg-neutral-tint max-md:min-h-11 ${props.className ?? ""}`}
    />
  );
}

export function MenuLabel({ children }: { readonly children: ReactNode }): ReactNode {
  const { Label } = useParts();
  return <Label className="px-2 py-1 text-12 text-text-muted">{children}</Label>;
}

export function MenuSeparator(): ReactNode {
  const { Separator } = useParts();
  return <Separator className="-mx-1 my-1 border-t" />;
}

function useMenu(): MenuState {
  const menu = useContext(MenuContext);
  if (menu === null) throw new Error("The parts of a menu stand inside a Menu.");
  return menu;
}

function useParts(): MenuParts {
  const parts = useContext(MenuPartsContext);
  if (parts === null) throw new Error("The items of a menu stand inside its MenuContent.");
  return parts;
}
