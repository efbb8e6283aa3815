"use client";

import type { ComponentProps, ReactNode } from "react";
import { DropdownMenu } from "radix-ui";

export const Menu = DropdownMenu.Root;
export const MenuTrigger = DropdownMenu.Trigger;

/** The floating list of a menu. */
export function MenuContent({
  children,
  align = "end",
  ...rest
}: ComponentProps<typeof DropdownMenu.Content>): ReactNode {
  return (
    <DropdownMenu.Portal>
      <DropdownMenu.Content
        align={align}
        sideOffset={4}
        collisionPadding={8}
        className="animate-fade z-50 max-h-[min(480px,80dvh)] min-w-52 overflow-y-auto rounded-lg border bg-bg p-1 shadow-lift"
        {...rest}
      >
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  );
}

/** One thing to do or to open; with `asChild` its one child is the link. */
export function MenuItem(props: ComponentProps<typeof DropdownMenu.Item>): ReactNode {
  return (
    <DropdownMenu.Item
      {...props}
      className={`flex min-h-8 items-center gap-2 rounded-ui px-2 outline-none select-none data-disabled:opacity-50 data-highlighted:bg-neutral-tint max-md:min-h-11 ${props.className ?? ""}`}
    />
  );
}

export function MenuLabel({ children }: { readonly children: ReactNode }): ReactNode {
  return <DropdownMenu.Label className="px-2 py-1 text-12 text-text-muted">{children}</DropdownMenu.Label>;
}

export function MenuSeparator(): ReactNode {
  return <DropdownMenu.Separator className="-mx-1 my-1 border-t" />;
}
