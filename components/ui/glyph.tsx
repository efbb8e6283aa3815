import type { ReactNode } from "react";

import { glyphShapes } from "./glyph-shapes";
import type { GlyphName } from "./glyph-shapes";

export type { GlyphName } from "./glyph-shapes";

type GlyphProps = {
  readonly name: GlyphName;
  readonly size?: 12 | 14 | 16 | 20 | 24;
  readonly className?: string;
};

/** A shape of our own, hidden from screen readers: the word beside it carries the meaning. */
export function Glyph({ name, size = 16, className = "" }: GlyphProps): ReactNode {
  return (
    <svg
      aria-hidden="true"
      className={`block flex-none ${className}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {glyphShapes[name]}
    </svg>
  );
}
