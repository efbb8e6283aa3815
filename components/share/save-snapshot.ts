import { fetchJson } from "@/lib/client/fetch-json";
import { apiPathOf, snapshotHref } from "@/lib/client/links";
import type { ShownFlow } from "@/lib/client/shown-flow";
import { tell } from "@/lib/client/tell";

/** Keeps the flow as it is now, and puts the link to it on the clipboard where the browser lets it. Throws as `fetchJson`. */
export async function saveSnapshot({ conn, current, scope, open }: ShownFlow): Promise<void> {
  const { queue, id } = current;
  const body = { job: { queue, id }, scope, open };
  const saved = await fetchJson(apiPathOf(conn, "snapshots"), "snapshotHead", { method: "POST", body });
  const link = new URL(snapshotHref(conn, saved.id), window.location.href).href;
  const copied = await navigator.clipboard.writeText(link).then(
    () => true,
    () => false,
  );
  tell({
    kind: "done",
    text: copied ? "Snapshot saved. Its link is copied." : "Snapshot saved.",
    description: "It is kept for 7 days, also when the job is gone.",
    action: { label: "Open", onClick: () => window.location.assign(link) },
  });
}
