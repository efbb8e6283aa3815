import type { ComponentProps, ReactNode } from "react";
import { Slot } from "radix-ui";
import { cva } from "class-variance-authority";

const look = cva(
  "inline-flex items-center justify-center gap-2 rounded-ui border font-medium whitespace-nowrap select-none disabled:opacity-50 aria-disabled:opacity-50 max-md:min-h-11",
  {
    variants: {
      variant: {
        outline: "border-control bg-bg text-text hover:bg-neutral-tint",
        quiet: "border-transparent text-text-muted hover:bg-neutral-tint hover:text-text",
        danger: "border-danger bg-danger text-danger-text hover:opacity-90",
      },
      size: {
        md: "h-7 px-3",
        lg: "h-8 px-4",
        icon: "h-7 w-7 max-md:min-w-11",
      },
    },
    defaultVariants: { variant: "outline", size: "md" },
  },
);

type ButtonProps = ComponentProps<"button"> & {
  readonly variant?: "outline" | "quiet" | "danger";
  readonly size?: "md" | "lg" | "icon";
  /** Renders the one child (a link) with the looks of a button. */
  readonly asChild?: boolean;
};

/** A button of 28 px (32 in dialog feet, 44 on phones). `danger` is for the destructive verb of a dialog only. */
export function Button({
  variant = "outline",
  size = "md",
  asChild = false,
  className,
  type = "button",
  ...rest
}: ButtonProps): ReactNode {
  const classes = look({ variant, size, className });
  if (asChild) return <Slot.Root className={classes} {...rest} />;
  return <button type={type} className={classes} {...rest} />;
}
