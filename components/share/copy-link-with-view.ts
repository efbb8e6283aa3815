import { copyText } from "@/lib/client/copy-text";
import { writeBox } from "@/lib/graph/view-box";

/** Puts the address of what is on screen into the clipboard, with where the canvas looks. */
export async function copyLinkWithView(): Promise<void> {
  const link = new URL(window.location.href);
  const viewport = document.querySelector(".react-flow__viewport");
  if (viewport !== null) {
    const { e: x, f: y, a: zoom } = new DOMMatrix(getComputedStyle(viewport).transform);
    link.searchParams.set("box", writeBox({ x, y, zoom }));
  }
  await copyText(link.href, "Link copied");
}
