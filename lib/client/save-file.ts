/** Hands the browser a file to save. */
export function saveFile(parts: readonly BlobPart[], type: string, fileName: string): void {
  const url = URL.createObjectURL(new Blob([...parts], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}

/** CSV that spreadsheets open as UTF-8. */
export function saveCsv(csv: string, fileName: string): void {
  saveFile(["\uFEFF", csv], "text/csv;charset=utf-8", fileName);
}

/** A file's name of parts that may hold anything: what is odd in file systems becomes a dash. */
export function fileNameOf(parts: readonly string[], ending: string): string {
  const safe = parts.map((part) => part.replaceAll(/[^\w.-]+/g, "-").slice(0, 60)).join("-");
  return `${safe.replaceAll(/^[.-]+/g, "")}.${ending}`;
}
