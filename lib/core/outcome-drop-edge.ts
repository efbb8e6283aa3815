import { jobLabel } from "./job-label";
import type { JobReading } from "./job-reading";
import { isFinished } from "./job-state";
import { dropFrom } from "./outcome-parent";
import type { ParentFate } from "./outcome-parent";

/** What becomes of a parent when the edge to one of its pending children goes. */
export function dropEdge(parent: JobReading, opening: string): ParentFate {
  if (parent.state === "waiting-children")
    return dropFrom(parent, Math.max(0, parent.children.unprocessed - 1), opening);
  const label = jobLabel({ ...parent.ref, name: parent.name });
  const sentence = isFinished(parent.state)
    ? `${label} is ${parent.state} already: this does not change it.`
    : `${label} is ${parent.state}: it only forgets this child.`;
  return { kind: "already-left", effect: null, sentence, failsToo: false, isPickedUp: false };
}
