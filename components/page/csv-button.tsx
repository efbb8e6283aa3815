"use client";

import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { tell } from "@/lib/client/tell";
import { countOf } from "@/lib/core/job-label";

import type { ListName, ListRows } from "./list-tables";

type Props<List extends ListName> = {
  readonly list: List;
  /** What is shown, also on pages that were loaded. */
  readonly rows: readonly ListRows[List][];
};

/** Saves the rows that are shown as CSV; what writes them is loaded when it is asked for. */
export function CsvButton<List extends ListName>({ list, rows }: Props<List>): ReactNode {
  const save = async (): Promise<void> => {
    try {
      const { saveList } = await import("./save-list");
      saveList(list, rows);
    } catch {
      tell({ kind: "failed", text: "This could not be saved. Try again when the server answers." });
    }
  };
  return (
    <Button variant="quiet" onClick={() => void save()} title={`Save what is shown: ${countOf(rows.length, "row")}`}>
      CSV
    </Button>
  );
}
