import { tell } from "./tell";

/** Puts a text on the clipboard and says so, or says that the browser refused. */
export async function copyText(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    tell({ kind: "done", text: done });
  } catch {
    tell({ kind: "failed", text: "The browser does not allow copying here. It needs https or localhost." });
  }
}
