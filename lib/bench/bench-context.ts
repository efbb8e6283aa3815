import type { Row } from "./table";

export type BenchContext = {
  /** Small sizes: shows that everything runs, not how fast it is. */
  readonly quick: boolean;
  readonly rounds: number;
  readonly say: (line: string) => void;
  /** The full size, or a small one. */
  readonly size: (full: number, quick: number) => number;
};

export type Work = { readonly name: string; readonly run: (context: BenchContext) => Promise<readonly Row[]> };

/** A number as the table's rows name it. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}
