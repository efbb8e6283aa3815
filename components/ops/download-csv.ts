import { saveCsv } from "@/lib/client/save-file";
import type { ActionResult } from "@/lib/core/action";
import { operationCsv } from "@/lib/core/operation-csv";

/** Saves results as a file that spreadsheets open as UTF-8. */
export function downloadCsv(results: readonly ActionResult[], fileName: string): void {
  saveCsv(operationCsv(results), fileName);
}
