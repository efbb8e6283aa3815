import type { OutlineRow } from "@/lib/graph/outline-rows";
import type { OutlineItem } from "@/lib/graph/outline-tree";

/** The job or group whose row has the focus, or whose card in the graph beside the outline has it. */
export function focusedItem(rows: readonly OutlineRow[]): OutlineItem | null {
  const focused = document.activeElement;
  const row = focused?.closest<HTMLElement>("#flow-outline [data-row]")?.dataset["row"];
  if (row !== undefined) return rows[Number(row)]?.item ?? null;
  const card = focused?.closest<HTMLElement>(".react-flow__node")?.dataset["id"];
  return rows.find(({ item }) => item.id === card)?.item ?? null;
}
