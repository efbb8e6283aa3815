import { toast } from "sonner";

/** Puts a text on the clipboard and says so, or says that the browser refused. */
export async function copyText(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast.success(done);
  } catch {
    toast.error("The browser does not allow copying here. It needs https or localhost.");
  }
}
