import { instantText } from "@/components/page/clock";
import { jobLabel } from "@/lib/core/job-label";
import { fileNameOf, saveFile } from "@/lib/client/save-file";
import type { ShownFlow } from "@/lib/client/shown-flow";
import { tell } from "@/lib/client/tell";
import { sameJob } from "@/lib/core/job-ref";

import { pictureCss } from "./picture-css";

const pixelRatio = 2;
const paddingPx = 16;
const headPx = 56;
const scopeWords = { path: "the blocking path", problems: "problems", all: "all jobs" } as const;

/**
 * Saves the graph, else the outline or the timeline, as it is on screen as PNG, under a head with the flow, the instant
 * and the scope. Panels that may show job data are no part of it.
 */
export async function savePng({ view, scope }: ShownFlow): Promise<void> {
  const shown =
    document.querySelector<HTMLElement>(".react-flow") ?? document.querySelector<HTMLElement>("main [role=treegrid]");
  if (shown === null) return tell({ kind: "failed", text: "Open the graph, the outline or the timeline first." });
  const { toCanvas } = await import("html-to-image");
  const fontEmbedCSS = await pictureCss();
  const picture = await toCanvas(shown, { pixelRatio, fontEmbedCSS, filter: (part) => !isControl(part) });
  const root = view.nodes.find(({ job }) => sameJob(job, view.root))?.job ?? { id: view.root.id, name: null };
  const when = `${instantText(view.readAtMs)} UTC`;
  const whole = withHead(picture, [jobLabel(root), `${when} · ${scopeWords[scope]} · Flowlock`]);
  const blob = await new Promise<Blob | null>((done) => whole.toBlob(done, "image/png"));
  if (blob === null) return tell({ kind: "failed", text: "The browser can't make a picture this large." });
  saveFile([blob], "image/png", fileNameOf(["flow", root.id, when], "png"));
  tell({ kind: "done", text: "Picture saved. It holds names and ids, no job data." });
}

/** Zoom buttons and the mini-map are for the screen. */
function isControl(part: Element): boolean {
  return part instanceof HTMLElement && part.classList.contains("react-flow__panel");
}

function withHead(picture: HTMLCanvasElement, [title = "", note = ""]: readonly string[]): HTMLCanvasElement {
  const { color, backgroundColor, fontFamily } = getComputedStyle(document.body);
  const whole = document.createElement("canvas");
  whole.width = picture.width;
  whole.height = picture.height + headPx * pixelRatio;
  const context = whole.getContext("2d");
  if (context === null) throw new Error("The browser can't draw here.");
  context.fillStyle = backgroundColor;
  context.fillRect(0, 0, whole.width, whole.height);
  context.drawImage(picture, 0, headPx * pixelRatio);
  context.scale(pixelRatio, pixelRatio);
  context.fillStyle = color;
  const room = whole.width / pixelRatio - 2 * paddingPx;
  context.font = `600 16px ${fontFamily}`;
  context.fillText(title, paddingPx, 24, room);
  context.font = `13px ${fontFamily}`;
  context.fillText(note, paddingPx, 44, room);
  return whole;
}
