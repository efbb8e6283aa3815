import type { ActionResult } from "@/lib/core/action";
import { operationCsv } from "@/lib/core/operation-csv";

/** Saves results as a file that spreadsheets open as UTF-8. */
export function downloadCsv(results: readonly ActionResult[], fileName: string): void {
  const url = URL.createObjectURL(new Blob(["\uFEFF", operationCsv(results)], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
