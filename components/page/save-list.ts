import { fileNameOf, saveCsv } from "@/lib/client/save-file";

import { listCsv } from "./list-tables";
import type { ListName, ListRows } from "./list-tables";

/** Saves the rows of a list as `flowlock-<list>-<time>.csv`. */
export function saveList<List extends ListName>(list: List, rows: readonly ListRows[List][]): void {
  saveCsv(listCsv(list, rows), fileNameOf(["flowlock", list, new Date().toISOString().slice(0, 19)], "csv"));
}
